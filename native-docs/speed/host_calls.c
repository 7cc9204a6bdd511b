/* Loops of calls from C into the engine, timed: loaded by HostSpeed.java. Not part of the interface. */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <time.h>

static double nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Nanoseconds of one empty call, over `calls` of them. */
double empty_calls(int (*nop)(void), int64_t calls) {
    double start = nanoseconds();
    int64_t i;
    for (i = 0; i < calls; i++) nop();
    return (nanoseconds() - start) / (double)calls;
}

/* Nanoseconds of one call that is given its arrays; negative if a call failed. */
double kernel_calls(int (*run)(uint64_t, const void *, uint64_t, int64_t *), uint64_t kernel, const void *arrays,
                    int64_t calls) {
    double start = nanoseconds();
    int64_t i;
    for (i = 0; i < calls; i++) {
        if (run(kernel, arrays, 2, 0) != 0) return -1;
    }
    return (nanoseconds() - start) / (double)calls;
}

/* Nanoseconds of one prepared call; negative if a call failed. */
double prepared_calls(int (*run)(uint64_t, int64_t *), uint64_t call, int64_t calls) {
    double start = nanoseconds();
    int64_t i;
    for (i = 0; i < calls; i++) {
        if (run(call, 0) != 0) return -1;
    }
    return (nanoseconds() - start) / (double)calls;
}
