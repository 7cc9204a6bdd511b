/* Streams the features of a run, chunk by chunk: of the files that are named, or else of the simulated detector.
 *
 *     cc -std=c99 -Inative-docs/include native-docs/examples/stream.c -o stream -ldl -lpthread
 *     SLUICE_HOME=. ./stream daq/run42
 */
#define SLUICE_IMPLEMENTATION
#include "sluice.h"

#include <inttypes.h>

/* A record of features, as sluice_text(stream, "type", ...) says: packed. */
enum { CHARGE = 28 };

static int fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, sluice_error());
    return 1;
}

int main(int count, char **inputs) {
    const char *words[64] = {"--target", "features", "--workers", "2", "--sim-records", "10000"};
    uint64_t word_count = 4, i;
    sluice_handle session, stream;
    sluice_chunk chunk;
    int code;
    if (count < 2) word_count = 6;
    for (i = 1; i < (uint64_t)count && word_count < 64; i++) words[word_count++] = inputs[i];

    if (sluice_start(NULL) != SLUICE_OK) return fail("start");
    if (sluice_session_open(words, word_count, &session) != SLUICE_OK) return fail("open");
    if (sluice_session_streams(session, &stream, 1, NULL) != SLUICE_OK) return fail("stream");

    memset(&chunk, 0, sizeof chunk);
    chunk.size = sizeof chunk;
    while ((code = sluice_stream_next(stream, -1, &chunk)) == SLUICE_OK) {
        double sum = 0;
        for (i = 0; i < chunk.count; i++) {
            float charge;
            memcpy(&charge, (const char *)chunk.records + i * chunk.stride + CHARGE, sizeof charge);
            sum += charge;
        }
        printf("[%" PRId64 ", %" PRId64 ") %" PRIu64 " records, charge %.0f\n", chunk.start, chunk.end, chunk.count, sum);
    }
    if (code < 0) return fail("run");
    return sluice_release(session) == SLUICE_OK ? 0 : fail("close");
}
