/* Scenarios of a host's life; each exits with 0 where nothing surprised it. */
#include "host.h"

#include <sys/wait.h>

static sluice_config config(void) {
    sluice_config made;
    memset(&made, 0, sizeof made);
    made.size = sizeof made;
    return made;
}

static void *call_once(void *argument) {
    (void)argument;
    return sluice_nop() == SLUICE_OK ? NULL : &fails;
}

static void *call_often(void *argument) {
    int i;
    (void)argument;
    for (i = 0; i < 1000000; i++) {
        if (sluice_nop() != SLUICE_OK) return &fails;
    }
    return NULL;
}

static void *start_again(void *argument) {
    (void)argument;
    return sluice_start(NULL) == SLUICE_OK ? NULL : &fails;
}

static void run_threads(int count, void *(*body)(void *)) {
    pthread_t threads[64];
    void *failed;
    int i;
    for (i = 0; i < count; i++) EXPECT(pthread_create(&threads[i], NULL, body, NULL) == 0);
    for (i = 0; i < count; i++) {
        pthread_join(threads[i], &failed);
        EXPECT(failed == NULL);
    }
}

static void life(void) {
    EXPECT(sluice_nop() == SLUICE_E_STATE);
    EXPECT(strstr(sluice_error(), "sluice_start") != NULL);
    EXPECT(strcmp(sluice_version(), "") == 0);
    EXPECT(sluice_table() == NULL);
    EXPECT(sluice_stop(100) == SLUICE_E_STATE);
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    EXPECT(sluice_nop() == SLUICE_OK);
    EXPECT(strlen(sluice_version()) > 0);
    EXPECT(sluice_table() != NULL && sluice_table()->abi == SLUICE_ABI && sluice_table()->size == sizeof(sluice_api));
    EXPECT(sluice_table() != NULL && sluice_table()->nop() == SLUICE_OK);
    EXPECT(sluice_stop(-1) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_nop() == SLUICE_OK);
    EXPECT(sluice_stop(2000) == SLUICE_OK);
    EXPECT(sluice_nop() == SLUICE_E_STATE);
    EXPECT(strstr(sluice_error(), "stopped") != NULL);
    EXPECT(sluice_start(NULL) == SLUICE_E_STATE);
    EXPECT(sluice_stop(0) == SLUICE_E_STATE);
}

static void refusals(void) {
    static const char *const most[] = {"-Xmx2g"}, *const unknown[] = {"-XX:+ExitOnOutOfMemoryError"}, *const least[] = {"-Xms9g"};
    const char *const missing[] = {NULL};
    sluice_config c = config();
    c.size = 8;
    EXPECT(sluice_start(&c) == SLUICE_E_VERSION);
    c = config();
    c.heap = "lots";
    EXPECT(sluice_start(&c) == SLUICE_E_ARGUMENT && strstr(sluice_error(), "heap=lots") != NULL);
    c.heap = "1m";
    EXPECT(sluice_start(&c) == SLUICE_E_ARGUMENT);
    c = config();
    c.option_count = 1;
    EXPECT(sluice_start(&c) == SLUICE_E_ARGUMENT);
    c.options = most;
    EXPECT(sluice_start(&c) == SLUICE_E_ARGUMENT && strstr(sluice_error(), "heap = \"2g\"") != NULL);
    c.options = unknown;
    EXPECT(sluice_start(&c) == SLUICE_E_ARGUMENT && strstr(sluice_error(), unknown[0]) != NULL);
    c.options = least;
    EXPECT(sluice_start(&c) == SLUICE_E_ARGUMENT);
    c.options = missing;
    EXPECT(sluice_start(&c) == SLUICE_E_ARGUMENT);
    c = config();
    c.home = "/nowhere";
    EXPECT(sluice_start(&c) == SLUICE_E_JVM && strstr(sluice_error(), "/nowhere") != NULL);
    c = config();
    c.jdk = "/nowhere";
    EXPECT(sluice_start(&c) == SLUICE_E_JVM && strstr(sluice_error(), "/nowhere") != NULL);
    /* None of these has begun anything. */
    EXPECT(sluice_start(NULL) == SLUICE_OK);
}

/* The JVM ends the process where an option is wrong; the host lives on. */
static void bad_jvm(void) {
    static const char *const tiny[] = {"-Xss1k"};
    sluice_config c = config();
    c.options = tiny;
    c.option_count = 1;
    EXPECT(sluice_start(&c) == SLUICE_E_JVM);
    fprintf(stderr, "what the host says of it\n");
    EXPECT(strstr(sluice_error(), "stack size") != NULL);
    EXPECT(sluice_nop() == SLUICE_E_JVM);
    EXPECT(sluice_start(NULL) == SLUICE_E_JVM);
}

static void other_jdk(const char *jdk) {
    sluice_config c = config();
    c.jdk = jdk;
    EXPECT(sluice_start(&c) == SLUICE_E_JVM && strstr(sluice_error(), jdk) != NULL);
    EXPECT(sluice_start(NULL) == SLUICE_OK);
}

static void threads(void) {
    int i;
    run_threads(8, start_again);
    run_threads(10, call_often);
    for (i = 0; i < 40; i++) run_threads(50, call_once);
}

static void forked(void) {
    pid_t child;
    int status = -1;
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    fflush(stdout);
    child = fork();
    if (child == 0) {
        EXPECT(sluice_nop() == SLUICE_E_FORKED && strstr(sluice_error(), "fork") != NULL);
        EXPECT(sluice_start(NULL) == SLUICE_E_FORKED);
        EXPECT(sluice_stop(100) == SLUICE_E_FORKED);
        EXPECT(sluice_table() == NULL);
        exit(fails);
    }
    EXPECT(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT(sluice_nop() == SLUICE_OK);
}

static volatile sig_atomic_t signalled = 0;

static void on_signal(int number) {
    signalled = number;
}

/* The host's signals stay the host's. */
static void signals(void) {
    struct sigaction mine;
    memset(&mine, 0, sizeof mine);
    mine.sa_handler = on_signal;
    sigaction(SIGINT, &mine, NULL);
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    raise(SIGINT);
    EXPECT(signalled == SIGINT);
    mine.sa_handler = SIG_DFL;
    sigaction(SIGSEGV, &mine, NULL);
    EXPECT(sluice_stop(2000) == SLUICE_OK);
    sigaction(SIGSEGV, NULL, &mine);
    EXPECT(mine.sa_handler != SIG_DFL);
}

static void *small_stack(void *argument) {
    return call_once(argument);
}

static void stacks(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    void *failed;
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, SLUICE_LEAST_STACK);
    EXPECT(pthread_create(&thread, &attributes, small_stack, NULL) == 0);
    pthread_join(thread, &failed);
    EXPECT(failed == NULL);
}

static void standard_error(void) {
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    fprintf(stderr, "the host's own line\n");
}

int main(int count, char **words) {
    const char *scenario = count > 1 ? words[1] : "life";
    if (strcmp(scenario, "life") == 0) life();
    else if (strcmp(scenario, "refusals") == 0) refusals();
    else if (strcmp(scenario, "bad_jvm") == 0) bad_jvm();
    else if (strcmp(scenario, "other_jdk") == 0) other_jdk(words[2]);
    else if (strcmp(scenario, "threads") == 0) threads();
    else if (strcmp(scenario, "forked") == 0) forked();
    else if (strcmp(scenario, "signals") == 0) signals();
    else if (strcmp(scenario, "stacks") == 0) stacks();
    else if (strcmp(scenario, "standard_error") == 0) standard_error();
    else if (strcmp(scenario, "leave") == 0) return sluice_start(NULL) == SLUICE_OK ? 7 : 1;
    else return 99;
    return fails != 0;
}
