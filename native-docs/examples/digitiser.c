/* A digitiser that publishes while its data are computed: one thread fills memory of the ring, another reads the results.
 *
 *     cc -std=c99 -Inative-docs/include native-docs/examples/digitiser.c -o digitiser -ldl -lpthread
 *     SLUICE_HOME=. ./digitiser
 */
#define SLUICE_IMPLEMENTATION
#include "sluice.h"

enum { SAMPLES = 200, BATCH = 64, BATCHES = 200, INTERVAL = 1000 /* ns from trigger to trigger */ };

/* "time:<i8,dt:<i4,length:<i4,channel:<i2,wave:<i2[200]", packed. */
enum { TIME = 0, DT = 8, LENGTH = 12, CHANNEL = 16, WAVE = 18, RECORD = WAVE + 2 * SAMPLES };

static sluice_handle live;

static int fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, sluice_error());
    return 1;
}

static void trigger(char *record, int64_t time, int16_t channel) {
    int32_t dt = 2, length = SAMPLES;
    int16_t wave[SAMPLES];
    int i;
    for (i = 0; i < SAMPLES; i++) wave[i] = (int16_t)(8000 - (i >= 50 && i < 60 ? 100 * (channel + 1) : 0));
    memcpy(record + TIME, &time, sizeof time);
    memcpy(record + DT, &dt, sizeof dt);
    memcpy(record + LENGTH, &length, sizeof length);
    memcpy(record + CHANNEL, &channel, sizeof channel);
    memcpy(record + WAVE, wave, sizeof wave);
}

/* What goes wrong here ends the run as a failed one: the reader must not take it for the end. */
static void *acquire(void *unused) {
    int64_t batch;
    (void)unused;
    for (batch = 0; batch < BATCHES; batch++) {
        int64_t start = batch * BATCH * INTERVAL;
        void *room;
        int i;
        if (sluice_live_claim(live, BATCH, &room) != SLUICE_OK) break;
        for (i = 0; i < BATCH; i++) trigger((char *)room + i * RECORD, start + i * INTERVAL, (int16_t)(i % 4));
        if (sluice_live_publish(live, BATCH, start, start + BATCH * INTERVAL) != SLUICE_OK) break;
    }
    if (batch == BATCHES) {
        sluice_live_finish(live);
    } else {
        fail("acquire");
        sluice_live_fail(live, "the digitiser stopped");
    }
    return NULL;
}

int main(void) {
    static const char *const words[] = {"--target", "features", "--set", "peak_range=40:80", "--set", "charge_range=40:80",
                                        "--wait", "low-latency", "--workers", "1"};
    sluice_handle session, stream;
    sluice_chunk chunk;
    uint64_t records = 0;
    pthread_t thread;
    int code;
    if (sluice_start(NULL) != SLUICE_OK) return fail("start");
    if (sluice_session_live(words, sizeof words / sizeof *words, "st_waveforms_stream",
                            "time:<i8,dt:<i4,length:<i4,channel:<i2,wave:<i2[200]", &session, &live) != SLUICE_OK) {
        return fail("open");
    }
    if (sluice_session_streams(session, &stream, 1, NULL) != SLUICE_OK) return fail("stream");
    if (pthread_create(&thread, NULL, acquire, NULL) != 0) return 1;

    memset(&chunk, 0, sizeof chunk);
    chunk.size = sizeof chunk;
    while ((code = sluice_stream_next(stream, -1, &chunk)) == SLUICE_OK) records += chunk.count;
    pthread_join(thread, NULL);
    if (code < 0) return fail("run");
    printf("%llu records\n", (unsigned long long)records);
    return sluice_release(session) == SLUICE_OK ? 0 : fail("close");
}
