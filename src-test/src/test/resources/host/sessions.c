/* Sessions, streams and live input from C; each scenario exits with 0 where nothing surprised it. */
#include "host.h"

typedef struct { int64_t time; int32_t height; } pulse;

static const char pulses[] = "time:<i8,height:<i4 instantaneous";

static sluice_handle open_session(const char *const *words, uint64_t count) {
    sluice_handle session = 0;
    EXPECT(sluice_session_open(words, count, &session) == SLUICE_OK && session != 0);
    return session;
}

static void streams(void) {
    static const char *const words[] = {"--sim-records", "5000", "--target", "features,baseline", "--chunk-records", "1000"};
    sluice_handle session = open_session(words, COUNT(words)), opened[2] = {0, 0};
    sluice_chunk one = fresh(), other = fresh();
    uint64_t count = 0, records = 0, length = 0;
    int64_t end = -1;
    char text[512];
    EXPECT(sluice_session_streams(session, opened, 1, &count) == SLUICE_E_ARGUMENT && count == 2);
    EXPECT(sluice_session_streams(session, opened, 2, &count) == SLUICE_OK);
    EXPECT(sluice_text(opened[0], "type", text, sizeof text, &length) == SLUICE_OK && strlen(text) == length);
    EXPECT(strstr(text, "('charge', '<f4')") != NULL);
    EXPECT(sluice_text(opened[0], "type", text, 5, &length) == SLUICE_OK && strlen(text) == 4);
    EXPECT(sluice_text(opened[0], "colour", text, sizeof text, NULL) == SLUICE_E_ARGUMENT && SAYS("summary"));
    while (sluice_stream_next(opened[0], -1, &one) == SLUICE_OK) {
        EXPECT(sluice_stream_next(opened[1], -1, &other) == SLUICE_OK);
        EXPECT(one.start == other.start && one.end == other.end && one.count == other.count && one.records != NULL);
        EXPECT(end == -1 || one.start == end);
        EXPECT(one.first_index == (int64_t)records);
        end = one.end;
        records += one.count;
    }
    EXPECT(records == 5000);
    EXPECT(sluice_stream_next(opened[0], 0, &one) == SLUICE_END);
    EXPECT(sluice_stream_next(opened[1], -1, &other) == SLUICE_END);
    EXPECT(sluice_release(opened[1]) == SLUICE_OK);
    EXPECT(sluice_stream_next(opened[1], -1, &other) == SLUICE_E_HANDLE && SAYS("released"));
    EXPECT(sluice_release(session) == SLUICE_OK);
    EXPECT(sluice_release(session) == SLUICE_E_HANDLE);
    EXPECT(sluice_stream_next(opened[0], -1, &one) == SLUICE_E_HANDLE && SAYS("released"));
}

static void refusals(void) {
    static const char *const option[] = {"--sim-record", "5"}, *const target[] = {"--target", "featurs"}, *const file[] = {"/nowhere.npy"},
                             *const good[] = {"--sim-records", "10"}, *const features[] = {"--target", "features"},
                             *const with_null[] = {"--target", NULL};
    sluice_handle session = 0, live = 0, stream = 0;
    sluice_chunk chunk = fresh();
    EXPECT(sluice_session_open(option, 2, &session) == SLUICE_E_ARGUMENT && SAYS("--sim-records"));
    EXPECT(sluice_session_open(target, 2, &session) == SLUICE_E_ARGUMENT && SAYS("features"));
    EXPECT(sluice_session_open(file, 1, &session) == SLUICE_E_ARGUMENT && SAYS("/nowhere.npy"));
    EXPECT(sluice_session_open(with_null, 2, &session) == SLUICE_E_ARGUMENT && SAYS("words[1] is NULL"));
    EXPECT(sluice_session_open(NULL, 1, &session) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_session_open(good, 2, NULL) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_session_live(features, 2, "waves", "time:<i8,wave:<i2[50] instantaneous", &session,
                               &live) == SLUICE_OK);
    EXPECT(sluice_session_streams(session, &stream, 1, NULL) == SLUICE_E_ARGUMENT
           && SAYS("open the live input as st_waveforms_stream"));
    EXPECT(sluice_release(session) == SLUICE_OK);
    EXPECT(sluice_session_live(good, 2, "pulses", pulses, &session, &live) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_session_live(NULL, 0, "pulses", "height", &session, &live) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_session_open(good, 2, &session) == SLUICE_OK);
    EXPECT(sluice_session_streams(session, NULL, 4, NULL) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_session_streams(session, &stream, 1, NULL) == SLUICE_OK);
    EXPECT(sluice_stream_next(stream, -1, NULL) == SLUICE_E_ARGUMENT);
    chunk.size = 8;
    EXPECT(sluice_stream_next(stream, -1, &chunk) == SLUICE_E_VERSION);
    chunk = fresh();
    EXPECT(sluice_stream_next(session, -1, &chunk) == SLUICE_E_HANDLE && SAYS("session"));
    EXPECT(sluice_stream_next(0, -1, &chunk) == SLUICE_E_HANDLE);
    EXPECT(sluice_stream_next(~(uint64_t)0, -1, &chunk) == SLUICE_E_HANDLE);
    EXPECT(sluice_live_finish(stream) == SLUICE_E_HANDLE);
    EXPECT(sluice_release(0) == SLUICE_E_HANDLE);
    /* The session and its stream stay open: stop closes them. */
    EXPECT(sluice_stop(5000) == SLUICE_OK);
}

static sluice_handle live_input;

static void *publish(void *argument) {
    int64_t block;
    (void)argument;
    for (block = 0; block < 100; block++) {
        void *room = NULL;
        pulse *records;
        int i;
        if (sluice_live_claim(live_input, 64, &room) != SLUICE_OK) return &fails;
        records = (pulse *)room;
        for (i = 0; i < 64; i++) {
            /* Records of 12 bytes: packed, as the type says. */
            char *at = (char *)records + 12 * i;
            int64_t time = 640 * block + 10 * i;
            int32_t height = i;
            memcpy(at, &time, sizeof time);
            memcpy(at + 8, &height, sizeof height);
        }
        if (sluice_live_publish(live_input, 64, 640 * block, 640 * (block + 1)) != SLUICE_OK) return &fails;
    }
    return sluice_live_finish(live_input) == SLUICE_OK ? NULL : &fails;
}

static void live(void) {
    static const char *const words[] = {"--target", "pulses"};
    sluice_handle session = 0, stream = 0;
    sluice_chunk chunk = fresh();
    pthread_t thread;
    void *failed = NULL;
    uint64_t records = 0;
    int64_t heights = 0;
    int code;
    EXPECT(sluice_session_live(words, 2, "pulses", pulses, &session, &live_input) == SLUICE_OK);
    EXPECT(sluice_live_set(live_input, "overflow", "sometimes") == SLUICE_E_ARGUMENT && SAYS("drop-oldest"));
    EXPECT(sluice_live_set(live_input, "patience", "50") == SLUICE_OK);
    EXPECT(sluice_live_push(live_input, "", 1, 0, 10) == SLUICE_E_STATE);
    EXPECT(sluice_session_streams(session, &stream, 1, NULL) == SLUICE_OK);
    EXPECT(sluice_stream_next(stream, 1000000, &chunk) == SLUICE_TIMEOUT);
    EXPECT(sluice_live_set(live_input, "overflow", "block") == SLUICE_E_STATE);
    EXPECT(pthread_create(&thread, NULL, publish, NULL) == 0);
    while ((code = sluice_stream_next(stream, 10000000000ll, &chunk)) == SLUICE_OK) {
        uint64_t i;
        for (i = 0; i < chunk.count; i++) {
            int32_t height;
            memcpy(&height, (const char *)chunk.records + i * chunk.stride + 8, sizeof height);
            heights += height;
        }
        records += chunk.count;
    }
    EXPECT(code == SLUICE_END);
    pthread_join(thread, &failed);
    EXPECT(failed == NULL);
    EXPECT(records == 6400 && heights == 100 * 63 * 32);
    EXPECT(sluice_release(session) == SLUICE_OK);
}

static void failing(void) {
    static const char *const words[] = {"--target", "pulses"};
    char records[12] = {0};
    sluice_handle session = 0, stream = 0;
    sluice_chunk chunk = fresh();
    EXPECT(sluice_session_live(words, 2, "pulses", pulses, &session, &live_input) == SLUICE_OK);
    EXPECT(sluice_session_streams(session, &stream, 1, NULL) == SLUICE_OK);
    EXPECT(sluice_live_push(live_input, records, 1, 0, 10) == SLUICE_OK);
    EXPECT(sluice_live_push(live_input, NULL, 1, 10, 20) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_push(live_input, records, -1, 10, 20) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_push(live_input, records, INT64_MAX, 10, 20) == SLUICE_E_ARGUMENT && SAYS("count="));
    EXPECT(sluice_live_push(live_input, records, 1, 5, 20) < 0);
    EXPECT(sluice_live_lost(live_input, 10, 30, "the cable") == SLUICE_OK);
    EXPECT(sluice_live_push(live_input, NULL, 0, 30, 40) == SLUICE_OK);
    EXPECT(sluice_live_fail(live_input, "the digitiser is on fire") == SLUICE_OK);
    EXPECT(sluice_stream_next(stream, -1, &chunk) == SLUICE_OK && chunk.count == 1);
    EXPECT(sluice_stream_next(stream, -1, &chunk) == SLUICE_OK && chunk.count == 0 && chunk.losses == 1 && chunk.lost == 20);
    EXPECT(sluice_stream_next(stream, -1, &chunk) == SLUICE_E_FAILED && SAYS("the digitiser is on fire"));
    EXPECT(sluice_release(session) == SLUICE_OK);
}

static void *read_all(void *argument) {
    static const char *const words[] = {"--sim-records", "2000", "--chunk-records", "100", "--workers", "1"};
    sluice_handle session = 0, stream = 0;
    sluice_chunk chunk = fresh();
    uint64_t records = 0;
    (void)argument;
    if (sluice_session_open(words, COUNT(words), &session) != SLUICE_OK) return &fails;
    if (sluice_session_streams(session, &stream, 1, NULL) != SLUICE_OK) return &fails;
    while (sluice_stream_next(stream, -1, &chunk) == SLUICE_OK) records += chunk.count;
    return records == 2000 && sluice_release(session) == SLUICE_OK ? NULL : &fails;
}

static void at_once(void) {
    pthread_t threads[6];
    void *failed;
    size_t i;
    for (i = 0; i < COUNT(threads); i++) EXPECT(pthread_create(&threads[i], NULL, read_all, NULL) == 0);
    for (i = 0; i < COUNT(threads); i++) {
        pthread_join(threads[i], &failed);
        EXPECT(failed == NULL);
    }
}

/* What ends with a session, or a kernel, gives its memory back. */
static void again_and_again(void) {
    static const char *const words[] = {"--target", "pulses"};
    int i;
    for (i = 0; i < 300; i++) {
        sluice_handle session = 0, live = 0, stream = 0, kernel = 0;
        EXPECT(sluice_session_live(words, 2, "pulses", pulses, &session, &live) == SLUICE_OK);
        EXPECT(sluice_session_streams(session, &stream, 1, NULL) == SLUICE_OK);
        EXPECT(sluice_release(session) == SLUICE_OK);
        EXPECT(sluice_release(stream) == SLUICE_E_HANDLE && sluice_release(live) == SLUICE_E_HANDLE);
        EXPECT(sluice_kernel_open("coincidences", "hits=time:<i8,endtime:<i8,channel:<i2; channels=65536", &kernel) == SLUICE_OK);
        EXPECT(sluice_release(kernel) == SLUICE_OK);
        if (fails) return;
    }
}

static void kernels(void) {
    enum { RECORDS = 100, SAMPLES = 50 };
    static int16_t waves[RECORDS][SAMPLES];
    static float results[RECORDS][2];
    sluice_array arrays[2];
    sluice_handle kernel = 0, call = 0;
    int64_t count = -1;
    int i, j;
    for (i = 0; i < RECORDS; i++) {
        for (j = 0; j < SAMPLES; j++) waves[i][j] = (int16_t)(j < 10 ? 100 : j == 20 ? 100 - i : 100);
    }
    arrays[0].data = waves;
    arrays[0].bytes = sizeof waves;
    arrays[0].count = RECORDS;
    arrays[1].data = results;
    arrays[1].bytes = sizeof results;
    arrays[1].count = RECORDS;
    EXPECT(sluice_kernel_open("peak_charge", "waveforms=wave:<i2[50]; results=peak:<f4,charge:<f4; peak_range=10:50;"
                              "charge_range=10:50; baseline_range=0:10", &kernel) == SLUICE_OK);
    EXPECT(sluice_kernel_run(kernel, arrays, 2, &count) == SLUICE_OK && count == RECORDS);
    for (i = 0; i < RECORDS; i++) EXPECT(results[i][0] == (float)i && results[i][1] == (float)i);
    memset(results, 0, sizeof results);
    EXPECT(sluice_kernel_prepare(kernel, arrays, 2, &call) == SLUICE_OK);
    EXPECT(sluice_call_run(call, NULL) == SLUICE_OK && results[7][1] == 7);
    EXPECT(sluice_kernel_run(call, arrays, 2, &count) == SLUICE_E_HANDLE);
    EXPECT(sluice_call_run(kernel, &count) == SLUICE_E_HANDLE);
    arrays[0].count = RECORDS + 1;
    EXPECT(sluice_kernel_run(kernel, arrays, 2, &count) == SLUICE_E_ARGUMENT && SAYS("arrays[0]"));
    arrays[0].count = ~(uint64_t)0;
    EXPECT(sluice_kernel_run(kernel, arrays, 2, &count) == SLUICE_E_ARGUMENT);
    arrays[0].count = RECORDS;
    arrays[0].data = NULL;
    EXPECT(sluice_kernel_run(kernel, arrays, 2, &count) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_kernel_run(kernel, arrays, 1, &count) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_kernel_run(kernel, NULL, 2, &count) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_kernel_open("peak", "", &kernel) == SLUICE_E_ARGUMENT && SAYS("peak_charge"));
    EXPECT(sluice_kernel_open("peak_charge", "waveforms=wave:<i2[50]; results=peak:<f4,charge:<f4; colour=red", &kernel)
           == SLUICE_E_ARGUMENT && SAYS("peak_range"));
    EXPECT(sluice_kernel_open("peak_charge", "waveforms=wave:<i2[50]", &kernel) == SLUICE_E_ARGUMENT
           && SAYS("peak_charge needs the type of its results, such as results=peak:<f4,charge:<f4, or"));
    EXPECT(sluice_kernel_open("threshold_hits", "waveforms=time:<i8,dt:<i4,wave:<i2[50]; hits=time:<i8,height:<f4", &kernel)
           == SLUICE_E_ARGUMENT && SAYS("threshold_hits has one type for its hits, which is not hits=time:<i8,height:<f4; leave hits out"));
    EXPECT(sluice_kernel_open("threshold_hits", "waveforms=time:<i8,dt:<i4,wave:<i2[50]", &kernel) == SLUICE_OK);
    EXPECT(sluice_release(kernel) == SLUICE_OK);
    EXPECT(sluice_kernel_open(NULL, "", &kernel) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_kernel_open("peak_charge", "waveforms=wave:<i2[50]; results=peak:<f4,charge:<f4", NULL) == SLUICE_E_ARGUMENT);
}

int main(int count, char **words) {
    const char *scenario = count > 1 ? words[1] : "streams";
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    if (strcmp(scenario, "streams") == 0) streams();
    else if (strcmp(scenario, "refusals") == 0) refusals();
    else if (strcmp(scenario, "live") == 0) live();
    else if (strcmp(scenario, "failing") == 0) failing();
    else if (strcmp(scenario, "at_once") == 0) at_once();
    else if (strcmp(scenario, "again_and_again") == 0) again_and_again();
    else if (strcmp(scenario, "kernels") == 0) kernels();
    else return 99;
    return fails != 0;
}
