/* Reads a stream some times over, and prints the seconds of the fastest pass: host_streams PASSES WORD... */
#define SLUICE_IMPLEMENTATION
#include "sluice.h"

#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

int main(int count, char **arguments) {
    uint64_t records = 0;
    double least = 1e9;
    int pass, code = sluice_start(NULL);
    for (pass = 0; count > 1 && pass < atoi(arguments[1]) && code >= 0; pass++) {
        double begin = now(), took;
        sluice_chunk chunk;
        sluice_handle session, stream;
        memset(&chunk, 0, sizeof chunk);
        chunk.size = sizeof chunk;
        records = 0;
        code = sluice_session_open((const char *const *)arguments + 2, (uint64_t)count - 2, &session);
        if (code == SLUICE_OK) code = sluice_session_streams(session, &stream, 1, NULL);
        while (code == SLUICE_OK && (code = sluice_stream_next(stream, -1, &chunk)) == SLUICE_OK) records += chunk.count;
        if (code == SLUICE_END) code = sluice_release(session);
        took = now() - begin;
        least = took < least ? took : least;
    }
    if (code < 0) fprintf(stderr, "%s\n", sluice_error());
    printf("%llu %.6f\n", (unsigned long long)records, least);
    return code < 0;
}
