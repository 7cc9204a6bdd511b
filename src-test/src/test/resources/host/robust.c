/* What hosts do to an engine that is in use: each scenario exits with 0 where every answer was a code, in time. */
#include "host.h"

enum { PULSE = 12 };

static const char pulses[] = "time:<i8,height:<i4 instantaneous";
static const char *const pulse_words[] = {"--target", "pulses"};
static const char kernel_words[] = "waveforms=wave:<i2[50]; results=peak:<f4,charge:<f4; peak_range=10:50; charge_range=10:50; "
                                   "baseline_range=0:10";

static sluice_handle session, stream, live_input;

static void pause_ms(long ms) {
    struct timespec time;
    time.tv_sec = ms / 1000;
    time.tv_nsec = ms % 1000 * 1000000;
    nanosleep(&time, NULL);
}

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* KiB of memory that are in use. */
static long resident(void) {
    long pages = 0, all = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &all, &pages) != 2) pages = 0;
    if (file != NULL) fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void open_live(void) {
    EXPECT(sluice_session_live(pulse_words, COUNT(pulse_words), "pulses", pulses, &session, &live_input) == SLUICE_OK);
    EXPECT(sluice_live_set(live_input, "patience", "100") == SLUICE_OK);
    EXPECT(sluice_session_streams(session, &stream, 1, NULL) == SLUICE_OK);
}

static pthread_t begin(void *(*body)(void *), void *argument) {
    pthread_t thread;
    EXPECT(pthread_create(&thread, NULL, body, argument) == 0);
    return thread;
}

/* -- threads ------------------------------------------------------------------------------------------------------------- */

static void *fail_once(void *argument) {
    (void)argument;
    return sluice_nop() == SLUICE_OK && sluice_release(0) == SLUICE_E_HANDLE && SAYS("0x0") ? NULL : &fails;
}

/* Threads come and go; what they leave is used again. The JVM takes its heap in use with the first 2,000 of them. */
static void short_threads(int count) {
    long before = 0;
    int i;
    for (i = 0; i < count; i += 20) {
        pthread_t threads[20];
        void *failed;
        int j;
        for (j = 0; j < 20; j++) threads[j] = begin(fail_once, NULL);
        for (j = 0; j < 20; j++) {
            pthread_join(threads[j], &failed);
            EXPECT(failed == NULL);
        }
        if (i == 2000) before = resident();
    }
    EXPECT(count <= 2000 || resident() - before < 24 * 1024);
}

static void *call_on_a_small_stack(void *argument) {
    int code = sluice_nop();
    if (argument != NULL) return code == SLUICE_OK && sluice_start(NULL) == SLUICE_OK ? NULL : &fails;
    if (code != SLUICE_E_STATE || !SAYS("KiB of stack") || !SAYS("pthread_attr_setstacksize")) return &fails;
    if (sluice_release(1) != SLUICE_E_STATE || strcmp(sluice_version(), "") != 0) return &fails;
    return sluice_stop(100) == SLUICE_E_STATE && sluice_start(NULL) == SLUICE_E_STATE ? NULL : &fails;
}

static void small_stacks(void) {
    static const size_t sizes[] = {48, 64, 96, 128, 256};
    size_t i;
    for (i = 0; i < COUNT(sizes); i++) {
        pthread_attr_t attributes;
        pthread_t thread;
        void *failed;
        pthread_attr_init(&attributes);
        EXPECT(pthread_attr_setstacksize(&attributes, sizes[i] * 1024) == 0);
        EXPECT(pthread_create(&thread, &attributes, call_on_a_small_stack, sizes[i] >= 256 ? &fails : NULL) == 0);
        pthread_join(thread, &failed);
        EXPECT(failed == NULL);
        pthread_attr_destroy(&attributes);
    }
    EXPECT(sluice_nop() == SLUICE_OK);
}

/* A thread that was let in may call from deeper down, where there is no room for Java. */
static void *call_from_below(void *argument) {
    static const char *const words[] = {"--sim-records", "10", "--target", "features"};
    char room[400 * 1024];
    sluice_handle opened = 0;
    memset(room, 1, sizeof room);
    *(int *)argument = sluice_session_open(words, COUNT(words), &opened) + room[17] - 1;
    return *(int *)argument == SLUICE_E_STATE && SAYS("KiB of stack left") ? NULL : &fails;
}

static void *(*volatile below)(void *) = call_from_below;

static void *call_and_go_down(void *argument) {
    return sluice_nop() == SLUICE_OK ? below(argument) : &fails;
}

static void deep_calls(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    void *failed = NULL;
    int code = 0;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 512 * 1024);
    EXPECT(pthread_create(&thread, &attributes, call_and_go_down, &code) == 0);
    pthread_join(thread, &failed);
    pthread_attr_destroy(&attributes);
    EXPECT(failed == NULL);
}

/* -- wrong arguments ------------------------------------------------------------------------------------------------------- */

/* Every function refuses what is no handle, and one of another kind or of the past. */
static void handles(void) {
    const sluice_handle wrong[] = {0, 1, 12345, ~(uint64_t)0, (uint64_t)1 << 63, 0xdeadbeefull};
    sluice_chunk chunk = fresh();
    sluice_array array = {NULL, 0, 0};
    sluice_handle out = 0;
    char text[16];
    void *room = NULL;
    int fd = 7;
    size_t i;
    for (i = 0; i < COUNT(wrong); i++) {
        sluice_handle h = wrong[i];
        EXPECT(sluice_release(h) == SLUICE_E_HANDLE && SAYS("never opened"));
        EXPECT(sluice_kernel_run(h, &array, 1, NULL) == SLUICE_E_HANDLE && SAYS("kernel"));
        EXPECT(sluice_kernel_prepare(h, &array, 1, &out) == SLUICE_E_HANDLE);
        EXPECT(sluice_call_run(h, NULL) == SLUICE_E_HANDLE);
        EXPECT(sluice_session_streams(h, &out, 1, NULL) == SLUICE_E_HANDLE);
        EXPECT(sluice_stream_next(h, 0, &chunk) == SLUICE_E_HANDLE);
        EXPECT(sluice_text(h, "name", text, sizeof text, NULL) == SLUICE_E_HANDLE);
        EXPECT(sluice_live_set(h, "overflow", "block") == SLUICE_E_HANDLE);
        EXPECT(sluice_live_claim(h, 1, &room) == SLUICE_E_HANDLE);
        EXPECT(sluice_live_publish(h, 1, 0, 1) == SLUICE_E_HANDLE);
        EXPECT(sluice_live_push(h, text, 1, 0, 1) == SLUICE_E_HANDLE);
        EXPECT(sluice_live_lost(h, 0, 1, "") == SLUICE_E_HANDLE);
        EXPECT(sluice_live_claim_within(h, 1, 0, &room) == SLUICE_E_HANDLE);
        EXPECT(sluice_live_publish_within(h, 1, 0, 1, 0) == SLUICE_E_HANDLE);
        EXPECT(sluice_live_push_within(h, text, 1, 0, 1, 0) == SLUICE_E_HANDLE);
        EXPECT(sluice_live_discard(h) == SLUICE_E_HANDLE);
        EXPECT(sluice_stream_callback(h, NULL, NULL) < 0 && sluice_stream_wait(h, 0, NULL) == SLUICE_E_HANDLE);
        EXPECT(sluice_stream_fd(h, &fd) == SLUICE_E_HANDLE && fd == 7);
        EXPECT(sluice_live_finish(h) == SLUICE_E_HANDLE);
        EXPECT(sluice_live_fail(h, "") == SLUICE_E_HANDLE);
    }
    open_live();
    EXPECT(sluice_call_run(session, NULL) == SLUICE_E_HANDLE && SAYS("session"));
    EXPECT(sluice_live_finish(session) == SLUICE_E_HANDLE && sluice_stream_next(live_input, 0, &chunk) == SLUICE_E_HANDLE);
    EXPECT(sluice_release(session) == SLUICE_OK);
    EXPECT(sluice_stream_next(stream, 0, &chunk) == SLUICE_E_HANDLE && SAYS("released"));
    EXPECT(sluice_live_finish(live_input) == SLUICE_E_HANDLE && SAYS("released"));
    EXPECT(sluice_session_streams(session, &out, 1, NULL) == SLUICE_E_HANDLE && SAYS("released"));
}

/* Null pointers, sizes that cannot be, and memory that no C compiler would align. */
static void arguments(void) {
    char memory[64], text[8];
    sluice_array arrays[2];
    sluice_handle kernel = 0, call = 0;
    sluice_chunk chunk = fresh();
    void *room = NULL;
    static char waves[10 * 100 + 1], results[10 * 8 + 3];
    EXPECT(sluice_kernel_open("peak_charge", NULL, &kernel) == SLUICE_E_ARGUMENT && SAYS("words is NULL"));
    EXPECT(sluice_kernel_open("peak_charge", kernel_words, (sluice_handle *)(void *)(memory + 3)) == SLUICE_OK);
    memcpy(&kernel, memory + 3, sizeof kernel);
    arrays[0].data = waves + 1;
    arrays[0].bytes = 1000;
    arrays[0].count = 10;
    arrays[1].data = results + 3;
    arrays[1].bytes = 80;
    arrays[1].count = 10;
    EXPECT(sluice_kernel_run(kernel, arrays, 2, NULL) == SLUICE_OK);
    EXPECT(sluice_kernel_prepare(kernel, arrays, 2, NULL) == SLUICE_E_ARGUMENT && SAYS("call is NULL"));
    EXPECT(sluice_kernel_prepare(kernel, NULL, 2, &call) == SLUICE_E_ARGUMENT);
    arrays[1].bytes = 79;
    EXPECT(sluice_kernel_prepare(kernel, arrays, 2, &call) == SLUICE_E_ARGUMENT && SAYS("bytes=79"));
    EXPECT(sluice_session_open(NULL, 0, &session) == SLUICE_OK && sluice_release(session) == SLUICE_OK);
    EXPECT(sluice_session_open(pulse_words, ~(uint64_t)0, &session) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_session_live(pulse_words, 2, NULL, pulses, &session, &live_input) == SLUICE_E_ARGUMENT && SAYS("data_type"));
    EXPECT(sluice_session_live(pulse_words, 2, "pulses", NULL, &session, &live_input) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_session_live(pulse_words, 2, "pulses", pulses, &session, NULL) == SLUICE_E_ARGUMENT);
    open_live();
    EXPECT(sluice_text(session, NULL, text, sizeof text, NULL) == SLUICE_E_ARGUMENT && SAYS("what is NULL"));
    EXPECT(sluice_text(session, "run", NULL, 8, NULL) == SLUICE_E_ARGUMENT && SAYS("buffer is NULL"));
    EXPECT(sluice_text(session, "run", NULL, 0, NULL) == SLUICE_OK);
    EXPECT(sluice_stream_next(stream, 0, (sluice_chunk *)(void *)memory) != SLUICE_OK);
    EXPECT(sluice_live_set(live_input, NULL, "block") == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_set(live_input, "overflow", NULL) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_set(live_input, "colour", "red") == SLUICE_E_STATE && SAYS("too late"));
    EXPECT(sluice_live_claim(live_input, -1, &room) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_claim(live_input, INT64_MAX, &room) == SLUICE_E_MEMORY && SAYS("budget"));
    EXPECT(sluice_live_claim(live_input, 4, NULL) == SLUICE_E_ARGUMENT && SAYS("records is NULL"));
    EXPECT(sluice_live_claim(live_input, 4, &room) == SLUICE_OK && room != NULL);
    EXPECT(sluice_live_publish(live_input, 5, 0, 10) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_publish(live_input, 4, 10, 0) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_publish(live_input, 4, 0, 10) == SLUICE_OK);
    EXPECT(sluice_live_lost(live_input, 20, 10, "the cable") == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_lost(live_input, 10, 20, NULL) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_fail(live_input, NULL) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_stream_next(stream, -1, &chunk) == SLUICE_OK && chunk.count == 4);
    EXPECT(sluice_live_finish(live_input) == SLUICE_OK);
    EXPECT(sluice_live_push(live_input, memory, 1, 20, 30) == SLUICE_E_STATE);
    EXPECT(sluice_stream_next(stream, -1, &chunk) == SLUICE_END);
    EXPECT(sluice_release(session) == SLUICE_OK && sluice_release(kernel) == SLUICE_OK);
}

static void no_jdk(void) {
    setenv("JAVA25_HOME", "/nowhere", 1);
    EXPECT(sluice_start(NULL) == SLUICE_E_JVM && SAYS("/nowhere (no lib/server/libjvm.so)") && SAYS("JAVA25_HOME"));
    EXPECT(sluice_nop() == SLUICE_E_STATE && SAYS("sluice_start"));
    unsetenv("SLUICE_HOME");
    EXPECT(sluice_start(NULL) == SLUICE_E_JVM && SAYS("SLUICE_HOME"));
}

/* Jars of another version fill the table in their own way: nothing of it is called. */
static void other_version(void) {
    EXPECT(sluice_start(NULL) == SLUICE_E_VERSION && SAYS("version"));
    EXPECT(sluice_nop() == SLUICE_E_VERSION && sluice_table() == NULL);
    EXPECT(sluice_start(NULL) == SLUICE_E_VERSION);
}

/* -- several threads at one thing ------------------------------------------------------------------------------------------- */

static int next_code;
static char next_words[512];

static void *wait_for_a_chunk(void *argument) {
    sluice_chunk chunk = fresh();
    (void)argument;
    next_code = sluice_stream_next(stream, -1, &chunk);
    snprintf(next_words, sizeof next_words, "%s", next_code < 0 ? sluice_error() : "");
    return NULL;
}

static void *wait_for_a_turn(void *argument) {
    do {
        wait_for_a_chunk(argument);
    } while (next_code == SLUICE_E_STATE && strstr(next_words, "one thread at a time") != NULL);
    return NULL;
}

/* One reads; another that asks meanwhile is refused at once. */
static void two_readers(void) {
    sluice_chunk chunk = fresh();
    char record[PULSE] = {0};
    pthread_t reader;
    double limit = seconds() + 60;
    int code;
    open_live();
    reader = begin(wait_for_a_turn, NULL);
    while ((code = sluice_stream_next(stream, 0, &chunk)) == SLUICE_TIMEOUT && seconds() < limit) pause_ms(1);
    EXPECT(code == SLUICE_E_STATE && SAYS("one thread at a time"));
    EXPECT(sluice_live_push(live_input, record, 1, 0, 10) == SLUICE_OK);
    pthread_join(reader, NULL);
    EXPECT(next_code == SLUICE_OK);
    EXPECT(sluice_release(session) == SLUICE_OK);
}

static void release_of(sluice_handle *what) {
    pthread_t reader;
    open_live();
    reader = begin(wait_for_a_chunk, NULL);
    pause_ms(50);
    EXPECT(sluice_release(*what) == SLUICE_OK);
    pthread_join(reader, NULL);
    EXPECT(next_code == SLUICE_END || (next_code < 0 && next_code != SLUICE_E_INTERNAL && strlen(next_words) > 0));
    if (fails) printf("next gave %d %s\n", next_code, next_words);
    if (what != &session) EXPECT(sluice_release(session) == SLUICE_OK);
}

/* A thread that waits comes back when another releases what it waits for. */
static void released_meanwhile(void) {
    int i;
    for (i = 0; i < 10; i++) {
        release_of(&stream);
        release_of(&session);
        release_of(&live_input);
    }
}

static void *claim_and_leave(void *argument) {
    (void)argument;
    return sluice_live_claim(live_input, 8, (void **)argument) == SLUICE_OK ? NULL : &fails;
}

/* What a thread has claimed is not lost with it: another publishes it, or closes. */
static void claim_left_behind(void) {
    sluice_chunk chunk = fresh();
    void *room = NULL, *again = NULL, *failed;
    int i;
    for (i = 0; i < 2; i++) {
        open_live();
        pthread_join(begin(claim_and_leave, &room), &failed);
        EXPECT(failed == NULL && room != NULL);
        if (i == 0) {
            int code = sluice_live_publish(live_input, 8, 0, 100);
            if (code == SLUICE_OK) {
                EXPECT(sluice_stream_next(stream, -1, &chunk) == SLUICE_OK && chunk.count == 8);
            } else {
                EXPECT(code == SLUICE_E_ARGUMENT && SAYS("0 are claimed"));
            }
            code = sluice_live_claim(live_input, 8, &again);
            EXPECT(code == SLUICE_OK || (code == SLUICE_E_STATE && strlen(sluice_error()) > 0));
            EXPECT(sluice_live_fail(live_input, "the publisher has gone") == SLUICE_OK);
            EXPECT(sluice_stream_next(stream, 10000000000ll, &chunk) == SLUICE_E_FAILED && SAYS("the publisher has gone"));
        }
        EXPECT(sluice_release(session) == SLUICE_OK);
    }
}

static void *run_a_kernel(void *argument) {
    static int16_t waves[2000][50];
    static float results[2000][2];
    sluice_array arrays[2];
    sluice_handle kernel;
    int code = sluice_kernel_open("peak_charge", kernel_words, &kernel);
    (void)argument;
    arrays[0].data = waves;
    arrays[0].bytes = sizeof waves;
    arrays[1].data = results;
    arrays[1].bytes = sizeof results;
    arrays[0].count = arrays[1].count = 2000;
    while (code == SLUICE_OK) code = sluice_kernel_run(kernel, arrays, 2, NULL);
    return code == SLUICE_E_STATE || code == SLUICE_E_HANDLE ? NULL : &fails;
}

static void *read_without_end(void *argument) {
    static const char *const words[] = {"--target", "features", "--sim-records", "endless", "--workers", "1"};
    sluice_handle opened = 0, read = 0;
    sluice_chunk chunk = fresh();
    int code = sluice_session_open(words, COUNT(words), &opened);
    (void)argument;
    if (code == SLUICE_OK) code = sluice_session_streams(opened, &read, 1, NULL);
    while (code == SLUICE_OK) code = sluice_stream_next(read, -1, &chunk);
    return code < 0 && code != SLUICE_E_INTERNAL ? NULL : &fails;
}

/* Nobody reads what this publishes: it waits for room. */
static void *publish_without_end(void *argument) {
    static char records[1000 * PULSE];
    int64_t at = 0;
    int code = SLUICE_OK;
    (void)argument;
    while (code == SLUICE_OK) {
        code = sluice_live_push(live_input, records, 1000, at, at + 10);
        at += 10;
    }
    return code < 0 && code != SLUICE_E_INTERNAL ? NULL : &fails;
}

static void *come_and_go(void *argument) {
    sluice_handle kernel;
    int code = SLUICE_OK;
    (void)argument;
    while (code == SLUICE_OK) {
        code = sluice_kernel_open("peak_charge", kernel_words, &kernel);
        if (code == SLUICE_OK) code = sluice_release(kernel);
    }
    return code == SLUICE_E_STATE || code == SLUICE_E_HANDLE ? NULL : &fails;
}

static void *(*const bodies[])(void *) = {run_a_kernel, read_without_end, read_without_end, publish_without_end, come_and_go};

static void begin_all(pthread_t *threads) {
    size_t i;
    open_live();
    for (i = 0; i < COUNT(bodies); i++) threads[i] = begin(bodies[i], NULL);
    pause_ms(300);
}

/* Threads that are inside come back, each with a code. */
static void stopped_meanwhile(void) {
    pthread_t threads[COUNT(bodies)];
    void *failed;
    size_t i;
    double start;
    begin_all(threads);
    start = seconds();
    EXPECT(sluice_stop(20000) == SLUICE_OK);
    EXPECT(seconds() - start < 25);
    for (i = 0; i < COUNT(bodies); i++) {
        pthread_join(threads[i], &failed);
        if (failed != NULL) printf("thread %d\n", (int)i);
        EXPECT(failed == NULL);
    }
    EXPECT(sluice_stop(0) == SLUICE_E_STATE && sluice_nop() == SLUICE_E_STATE);
}

static void *stop_it(void *argument) {
    int code = sluice_stop(5000);
    (void)argument;
    return code == SLUICE_OK || code == SLUICE_E_STATE ? NULL : &fails;
}

static void stopped_by_many(void) {
    pthread_t threads[8];
    void *failed;
    size_t i;
    open_live();
    for (i = 0; i < COUNT(threads); i++) threads[i] = begin(stop_it, NULL);
    for (i = 0; i < COUNT(threads); i++) {
        pthread_join(threads[i], &failed);
        EXPECT(failed == NULL);
    }
}

/* -- exits --------------------------------------------------------------------------------------------------------------- */

static void *leave_from_here(void *argument) {
    (void)argument;
    pause_ms(100);
    exit(7);
}

static void exit_from_a_thread(void) {
    pthread_t threads[COUNT(bodies)];
    sluice_chunk chunk = fresh();
    begin_all(threads);
    begin(leave_from_here, NULL);
    sluice_stream_next(stream, -1, &chunk);
    for (;;) pause_ms(1000);
}

static void *wait_then_leave(void *argument) {
    (void)argument;
    pause_ms(200);
    _exit(sluice_nop() == SLUICE_OK ? 7 : 1);
}

/* main's thread ends and the others live on. */
static void main_ends_first(void) {
    pthread_t threads[COUNT(bodies)];
    begin_all(threads);
    begin(wait_then_leave, NULL);
    pthread_exit(NULL);
}

/* -- signals -------------------------------------------------------------------------------------------------------------- */

static void on_fault(int number) {
    (void)number;
    _exit(99);
}

/* A crash reporter that comes late is put aside at the next call, of whichever kind. */
static void late_handlers(void) {
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    static int16_t waves[50];
    static float results[2];
    sluice_array arrays[2] = {{NULL, sizeof waves, 1}, {NULL, sizeof results, 1}};
    sluice_handle kernel = 0;
    struct sigaction mine, now;
    size_t i, j;
    arrays[0].data = waves;
    arrays[1].data = results;
    memset(&mine, 0, sizeof mine);
    mine.sa_handler = on_fault;
    for (j = 0; j < 4; j++) {
        for (i = 0; i < COUNT(numbers); i++) sigaction(numbers[i], &mine, NULL);
        if (j == 1) pause_ms(2);
        EXPECT(j == 0 ? sluice_kernel_open("peak_charge", kernel_words, &kernel) == SLUICE_OK
               : j == 1 ? sluice_kernel_run(kernel, arrays, 2, NULL) == SLUICE_OK
               : j == 2 ? sluice_release(kernel) == SLUICE_OK
                        : sluice_release(0) == SLUICE_E_HANDLE);
        for (i = 0; i < COUNT(numbers); i++) {
            sigaction(numbers[i], NULL, &now);
            EXPECT(now.sa_handler != on_fault);
        }
    }
}

/* -- memory --------------------------------------------------------------------------------------------------------------- */

/* What is opened and released, again and again, takes no more memory in the end than early on. */
static void flat(int rounds) {
    static int16_t waves[50];
    static float results[2];
    sluice_array arrays[2] = {{NULL, sizeof waves, 1}, {NULL, sizeof results, 1}};
    char record[PULSE] = {0};
    sluice_chunk chunk = fresh();
    long before = 0;
    int i;
    arrays[0].data = waves;
    arrays[1].data = results;
    for (i = 0; i < rounds && !fails; i++) {
        sluice_handle kernel = 0, call = 0;
        EXPECT(sluice_kernel_open("peak_charge", kernel_words, &kernel) == SLUICE_OK);
        EXPECT(sluice_kernel_prepare(kernel, arrays, 2, &call) == SLUICE_OK && sluice_call_run(call, NULL) == SLUICE_OK);
        EXPECT(sluice_release(call) == SLUICE_OK && sluice_release(kernel) == SLUICE_OK);
        if (i % 10 == 0) {
            open_live();
            EXPECT(sluice_live_push(live_input, record, 1, 0, 10) == SLUICE_OK);
            EXPECT(sluice_stream_next(stream, -1, &chunk) == SLUICE_OK);
            EXPECT(sluice_release(stream) == SLUICE_OK && sluice_release(live_input) == SLUICE_OK);
            EXPECT(sluice_release(session) == SLUICE_OK);
        }
        if (i == rounds / 3) before = resident();
    }
    EXPECT(resident() - before < 48 * 1024);
}

/* Java may end the process, as a plugin in a jar does that calls System.exit: the engine is not called on the way out. */
static void ended_by_java(const char *jar) {
    const char *const words[] = {"--plugins", jar, "--sim-records", "10", "--target", "leaving"};
    sluice_handle opened = 0;
    EXPECT(sluice_session_open(words, COUNT(words), &opened) == SLUICE_OK);
}

int main(int count, char **words) {
    const char *scenario = count > 1 ? words[1] : "handles";
    int rounds = count > 2 ? atoi(words[2]) : 1000;
    alarm(rounds > 10000 ? 560 : 110); /* a scenario that hangs ends here */
    if (strcmp(scenario, "no_jdk") == 0) no_jdk();
    else if (strcmp(scenario, "other_version") == 0) other_version();
    else if (sluice_start(NULL) != SLUICE_OK) return printf("%s\n", sluice_error()), 98;
    else if (strcmp(scenario, "short_threads") == 0) short_threads(rounds);
    else if (strcmp(scenario, "small_stacks") == 0) small_stacks();
    else if (strcmp(scenario, "deep_calls") == 0) deep_calls();
    else if (strcmp(scenario, "handles") == 0) handles();
    else if (strcmp(scenario, "arguments") == 0) arguments();
    else if (strcmp(scenario, "two_readers") == 0) two_readers();
    else if (strcmp(scenario, "released_meanwhile") == 0) released_meanwhile();
    else if (strcmp(scenario, "claim_left_behind") == 0) claim_left_behind();
    else if (strcmp(scenario, "stopped_meanwhile") == 0) stopped_meanwhile();
    else if (strcmp(scenario, "stopped_by_many") == 0) stopped_by_many();
    else if (strcmp(scenario, "exit_from_a_thread") == 0) exit_from_a_thread();
    else if (strcmp(scenario, "main_ends_first") == 0) main_ends_first();
    else if (strcmp(scenario, "late_handlers") == 0) late_handlers();
    else if (strcmp(scenario, "ended_by_java") == 0) ended_by_java(words[2]);
    else if (strcmp(scenario, "flat") == 0) flat(rounds);
    else return 97;
    return fails != 0;
}
