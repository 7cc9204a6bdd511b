/* A digitiser that publishes while its data are computed: one thread fills memory of the ring at a steady pace, a callback takes
 * the features. Prints how long it is from the moment when a batch is due to the callback that has its features.
 *
 *     cc -O2 -std=c99 -Inative-docs/include native-docs/examples/digitiser.c -o digitiser -ldl -lpthread
 *     SLUICE_HOME=. ./digitiser --seconds 10 --rate 100000 --spin --pin 2,3
 *
 * --seconds S   how long it publishes (default 1), after a while at full speed that warms the engine up
 * --rate R      records per second (default 100000), in batches of 64
 * --spin        the digitiser spins until a batch is due, rather than sleeps; it needs a core of its own, as the callback does
 * --balanced    threads sleep while they wait: an idle run costs nothing, and a callback comes later by a wake-up
 * --pin A,B     ties the digitiser to CPU A and the callback to CPU B
 * --soak        prints what the process has in memory, before and after
 */
#define _GNU_SOURCE
#define SLUICE_IMPLEMENTATION
#include "sluice.h"

#include <sched.h>

enum { SAMPLES = 200, BATCH = 64, WARM = 20000, INTERVAL = 1000 /* ns from trigger to trigger */, PENDING = 1 << 14 };

/* "time:<i8,dt:<i4,length:<i4,channel:<i2,wave:<i2[200]", packed. */
enum { TIME = 0, DT = 8, LENGTH = 12, CHANNEL = 16, WAVE = 18, RECORD = WAVE + 2 * SAMPLES };

static sluice_handle session, live, stream;
static double seconds = 1, rate = 100000;
static int spin = 0, soak = 0, pins[2] = {-1, -1};
static const char *wait_policy = "low-latency";

/* When batch `number` was due is written before it is published, and read by the callback that has it. */
static int64_t due[PENDING];
static long half_way;
static int64_t batches, *delays, records, lost, last_number = -1;

static int fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, sluice_error());
    return 1;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void pin(int cpu) {
    cpu_set_t cpus;
    if (cpu < 0) return;
    CPU_ZERO(&cpus);
    CPU_SET((size_t)cpu, &cpus);
    if (sched_setaffinity(0, sizeof cpus, &cpus) != 0) fprintf(stderr, "CPU %d cannot be had: %s\n", cpu, strerror(errno));
}

static void wait_until(int64_t time) {
    int64_t left;
    while ((left = time - now()) > 0) {
        struct timespec nap;
        if (spin) continue;
        nap.tv_sec = left / 1000000000;
        nap.tv_nsec = left % 1000000000;
        nanosleep(&nap, NULL);
    }
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

/* What goes wrong here ends the run as a failed one: the callback must not take it for the end. */
static void *acquire(void *unused) {
    static const struct timespec pause = {0, 500000000}; /* the compilers of the JVM come to rest */
    int64_t batch, begin = 0;
    (void)unused;
    pin(pins[0]);
    for (batch = 0; batch < WARM + batches; batch++) {
        int64_t start = batch * BATCH * INTERVAL;
        void *room;
        int i;
        if (sluice_live_claim(live, BATCH, &room) != SLUICE_OK) break;
        for (i = 0; i < BATCH; i++) trigger((char *)room + i * RECORD, start + i * INTERVAL, (int16_t)(i % 4));
        if (batch == WARM && nanosleep(&pause, NULL) == 0) begin = now() + 1000000;
        if (batch >= WARM) {
            due[batch % PENDING] = begin + (int64_t)((double)(batch - WARM) * BATCH / rate * 1e9);
            wait_until(due[batch % PENDING]);
        }
        if (sluice_live_publish(live, BATCH, start, start + BATCH * INTERVAL) != SLUICE_OK) break;
    }
    if (batch == WARM + batches) {
        sluice_live_finish(live);
    } else {
        fail("acquire");
        sluice_live_fail(live, "the digitiser stopped");
    }
    return NULL;
}

/* Kilobytes that the process has in memory. */
static long resident(void) {
    char line[256];
    long kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL) sscanf(line, "VmRSS: %ld", &kilobytes);
    if (status != NULL) fclose(status);
    return kilobytes;
}

/* On a thread of the engine; `chunk` is what the plugins made of a batch. */
static int take(void *unused, int code, const sluice_chunk *chunk) {
    (void)unused;
    if (code != SLUICE_OK) return 0; /* the end or a failure: sluice_stream_wait has it, too */
    if (chunk->number >= WARM) delays[chunk->number - WARM] = now() - due[chunk->number % PENDING];
    if (last_number < 0) pin(pins[1]);
    if (chunk->number != last_number + 1) lost++;
    last_number = chunk->number;
    if (soak && chunk->number == WARM + batches / 2) half_way = resident();
    records += (int64_t)chunk->count;
    lost += (int64_t)chunk->losses;
    return 0;
}

static int ascending(const void *one, const void *other) {
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

/* Sorts `count` values, and returns the one below which `share` of them lie. */
static int64_t percentile(int64_t *values, int64_t count, double share) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    return values[(int64_t)((double)(count - 1) * share + 0.5)];
}

/* The 99th percentile in each window of 10 ms, and the median of those: what one stall of the machine does not move. */
static int64_t windowed99(void) {
    int64_t window = (int64_t)(rate / BATCH / 100) > 0 ? (int64_t)(rate / BATCH / 100) : 1, windows = batches / window, i;
    int64_t *highest, result;
    if (windows == 0) return delays[0];
    highest = (int64_t *)malloc((size_t)windows * sizeof *highest);
    for (i = 0; i < windows; i++) highest[i] = percentile(delays + i * window, window, 0.99);
    result = percentile(highest, windows, 0.5);
    free(highest);
    return result;
}

static int read_options(int count, char **words) {
    int i;
    for (i = 1; i < count; i++) {
        const char *value = i + 1 < count ? words[i + 1] : "";
        if (strcmp(words[i], "--spin") == 0) spin = 1;
        else if (strcmp(words[i], "--soak") == 0) soak = 1;
        else if (strcmp(words[i], "--balanced") == 0) wait_policy = "balanced";
        else if (strcmp(words[i], "--seconds") == 0 && (seconds = atof(value)) > 0) i++;
        else if (strcmp(words[i], "--rate") == 0 && (rate = atof(value)) > 0) i++;
        else if (strcmp(words[i], "--pin") == 0 && sscanf(value, "%d,%d", &pins[0], &pins[1]) == 2) i++;
        else {
            fprintf(stderr, "%s is no option, or has no such value; the head of the program lists them\n", words[i]);
            return 0;
        }
    }
    return 1;
}

int main(int count, char **options) {
    const char *words[] = {"--target", "features", "--set", "peak_range=40:80", "--set", "charge_range=40:80",
                           "--workers", "1", "--wait", "low-latency"};
    pthread_t thread;
    int code;
    if (!read_options(count, options)) return 2;
    words[9] = wait_policy;
    batches = (int64_t)(seconds * rate / BATCH) + 1;
    delays = (int64_t *)calloc((size_t)batches, sizeof *delays);
    if (delays == NULL) return 1;
    memset(delays, 1, (size_t)batches * sizeof *delays); /* in memory from now on */

    if (sluice_start(NULL) != SLUICE_OK) return fail("start");
    if (sluice_session_live(words, sizeof words / sizeof *words, "st_waveforms_stream",
                            "time:<i8,dt:<i4,length:<i4,channel:<i2,wave:<i2[200]", &session, &live) != SLUICE_OK) {
        return fail("open");
    }
    if (sluice_live_set(live, "fills", "every") != SLUICE_OK) return fail("fills");
    if (sluice_session_streams(session, &stream, 1, NULL) != SLUICE_OK) return fail("stream");
    if (sluice_stream_callback(stream, take, NULL) != SLUICE_OK) return fail("callback");
    if (pthread_create(&thread, NULL, acquire, NULL) != 0) return 1;
    code = sluice_stream_wait(stream, -1, NULL);
    pthread_join(thread, NULL);
    if (code < 0) return fail("run");
    printf("%lld records, %lld gaps\n", (long long)records, (long long)lost);
    printf("due to callback: p99 %.2f us (median of windows of 10 ms)", (double)windowed99() / 1000);
    printf(", p50 %.2f us\n", (double)percentile(delays, batches, 0.5) / 1000);
    if (soak) printf("resident: %ld kB half way, %ld kB at the end\n", half_way, resident());
    free(delays);
    return sluice_release(session) == SLUICE_OK ? 0 : fail("close");
}
