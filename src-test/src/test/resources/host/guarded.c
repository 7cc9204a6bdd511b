/* A host whose kernel ends it where anything in it starts a process, makes a file, or writes to one. */
#define SLUICE_IMPLEMENTATION
#include "sluice.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum { CLONE_IS_THREAD = 0x10000, MOST = 128 };

static struct sock_filter rules[MOST];
static unsigned short rule_count = 0;

static void rule(unsigned short code, unsigned char yes, unsigned char no, unsigned value) {
    struct sock_filter made;
    made.code = code;
    made.jt = yes;
    made.jf = no;
    made.k = value;
    rules[rule_count++] = made;
}

static void answer(long call, unsigned action) {
    rule(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (unsigned)call);
    rule(BPF_RET | BPF_K, 0, 0, action);
}

/* Ends the process where `call` has one of `bits` in argument `index`, or, with `unless`, where it has none of them. */
static void look_at(long call, unsigned index, unsigned bits, int unless) {
    rule(BPF_JMP | BPF_JEQ | BPF_K, 0, 4, (unsigned)call);
    rule(BPF_LD | BPF_W | BPF_ABS, 0, 0, (unsigned)(offsetof(struct seccomp_data, args) + index * 8));
    rule(BPF_JMP | BPF_JSET | BPF_K, unless ? 1 : 0, unless ? 0 : 1, bits);
    rule(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_KILL_PROCESS);
    rule(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
}

static int guard(void) {
    static const long forbidden[] = {
        SYS_execve, SYS_execveat, SYS_mkdirat, SYS_unlinkat, SYS_symlinkat, SYS_linkat, SYS_renameat2, SYS_mknodat, SYS_bind, SYS_truncate,
#ifdef SYS_renameat
        SYS_renameat,
#endif
#ifdef SYS_fork
        SYS_fork, SYS_vfork, SYS_creat, SYS_mkdir, SYS_unlink, SYS_symlink, SYS_link, SYS_rename, SYS_mknod,
#endif
    };
    struct rlimit none = {0, 0};
    struct sock_fprog program;
    size_t i;
    rule(BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr));
    for (i = 0; i < sizeof forbidden / sizeof *forbidden; i++) answer(forbidden[i], SECCOMP_RET_KILL_PROCESS);
    answer(SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS); /* whose arguments cannot be seen: then clone is called */
    look_at(SYS_clone, 0, CLONE_IS_THREAD, 1);
    look_at(SYS_openat, 2, O_WRONLY | O_CREAT | O_TRUNC, 0);
#ifdef SYS_open
    look_at(SYS_open, 1, O_WRONLY | O_CREAT | O_TRUNC, 0);
#endif
    rule(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
    program.len = rule_count;
    program.filter = rules;
    /* What is open for reading and writing, as files of /proc are, takes no byte. */
    return setrlimit(RLIMIT_FSIZE, &none) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
           && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static int run(void) {
    static const char *const words[] = {"--target", "features", "--sim-records", "20000", "--workers", "2"};
    static int16_t waves[100][50];
    static float results[100][2];
    sluice_array arrays[2] = {{NULL, sizeof waves, 100}, {NULL, sizeof results, 100}};
    sluice_handle session, stream, kernel;
    sluice_chunk chunk;
    uint64_t records = 0;
    arrays[0].data = waves;
    arrays[1].data = results;
    memset(&chunk, 0, sizeof chunk);
    chunk.size = sizeof chunk;
    if (sluice_start(NULL) != SLUICE_OK) return 1;
    if (sluice_session_open(words, 6, &session) != SLUICE_OK || sluice_session_streams(session, &stream, 1, NULL) != SLUICE_OK) return 2;
    while (sluice_stream_next(stream, -1, &chunk) == SLUICE_OK) records += chunk.count;
    if (records != 20000 || sluice_release(session) != SLUICE_OK) return 3;
    if (sluice_kernel_open("peak_charge", "waveforms=wave:<i2[50]; results=peak:<f4,charge:<f4; peak_range=10:50; charge_range=10:50; "
                           "baseline_range=0:10", &kernel) != SLUICE_OK) return 4;
    return sluice_kernel_run(kernel, arrays, 2, NULL) == SLUICE_OK && sluice_stop(5000) == SLUICE_OK ? 0 : 5;
}

int main(int count, char **words) {
    const char *scenario = count > 1 ? words[1] : "run";
    if (!guard()) return 77;
    if (strcmp(scenario, "run") == 0) return run();
    /* The guard itself: these have to end the process. */
    if (strcmp(scenario, "process") == 0) return system("true") == -1 ? 6 : 7;
    if (strcmp(scenario, "file") == 0) return fopen("made.txt", "w") == NULL ? 6 : 7;
    return 97;
}
