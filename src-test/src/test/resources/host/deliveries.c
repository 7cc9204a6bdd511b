/* Callbacks, file descriptors and limits of live input; each scenario exits with 0 where nothing surprised it. */
#include "host.h"

#include <poll.h>

#define SECOND 1000000000ll

static const char pulses[] = "time:<i8,height:<i4 instantaneous";
static const char *const target[] = {"--target", "pulses"};

typedef struct setup {
    sluice_handle session, live, stream, other;
} setup;

static setup open_live(void) {
    setup made = {0, 0, 0, 0};
    EXPECT(sluice_session_live(target, 2, "pulses", pulses, &made.session, &made.live) == SLUICE_OK);
    EXPECT(sluice_session_streams(made.session, &made.stream, 1, NULL) == SLUICE_OK);
    return made;
}

static setup simulate(const char *records, const char *wait) {
    const char *words[] = {"--sim-records", records, "--chunk-records", "100", "--workers", "1", "--wait", wait};
    setup made = {0, 0, 0, 0};
    EXPECT(sluice_session_open(words, COUNT(words), &made.session) == SLUICE_OK);
    EXPECT(sluice_session_streams(made.session, &made.stream, 1, NULL) == SLUICE_OK);
    return made;
}

static int push(sluice_handle live, int64_t number) {
    char record[12] = {0};
    int64_t time = 10 * number;
    memcpy(record, &time, sizeof time);
    return sluice_live_push(live, record, 1, time, time + 10);
}

/* What a callback saw; read by others after sluice_stream_wait. */
typedef struct seen {
    setup own, second;
    int calls, ends, last, stop_after, inside;
    int64_t end;
    uint64_t records;
    char words[256];
    volatile int entered, proceed;
} seen;

static int note(void *context, int code, const sluice_chunk *chunk) {
    seen *saw = (seen *)context;
    saw->inside = sluice_in_callback();
    saw->calls++;
    saw->last = code;
    if (code == SLUICE_OK) {
        EXPECT(chunk->size == sizeof *chunk);
        EXPECT(saw->calls == 1 || chunk->start == saw->end);
        EXPECT(chunk->count == 0 || chunk->records != NULL);
        saw->end = chunk->end;
        saw->records += chunk->count;
        return saw->calls == saw->stop_after ? 42 : 0;
    }
    EXPECT(chunk == NULL);
    saw->ends++;
    if (code < 0) snprintf(saw->words, sizeof saw->words, "%s", sluice_error());
    return 0;
}

static void callbacks(void) {
    static const char *const waits[] = {"low-latency", "balanced", "throughput"};
    seen saw;
    int result = 9;
    size_t i;
    for (i = 0; i < COUNT(waits); i++) {
        memset(&saw, 0, sizeof saw);
        saw.own = simulate("5000", waits[i]);
        EXPECT(sluice_stream_callback(saw.own.stream, note, &saw) == SLUICE_OK);
        EXPECT(sluice_stream_wait(saw.own.stream, 60 * SECOND, &result) == SLUICE_END && result == 0);
        EXPECT(saw.records == 5000 && saw.ends == 1 && saw.last == SLUICE_END && saw.inside == 1);
        EXPECT(sluice_release(saw.own.session) == SLUICE_OK);
    }
    EXPECT(sluice_in_callback() == 0);
    /* After it has ended, and without a session. */
    EXPECT(sluice_stream_wait(saw.own.stream, 0, NULL) == SLUICE_E_HANDLE);
    /* Several at once. */
    {
        seen many[4];
        memset(many, 0, sizeof many);
        for (i = 0; i < COUNT(many); i++) {
            many[i].own = simulate("3000", "balanced");
            EXPECT(sluice_stream_callback(many[i].own.stream, note, &many[i]) == SLUICE_OK);
        }
        for (i = 0; i < COUNT(many); i++) {
            EXPECT(sluice_stream_wait(many[i].own.stream, 60 * SECOND, NULL) == SLUICE_END && many[i].records == 3000);
            EXPECT(sluice_release(many[i].own.session) == SLUICE_OK);
        }
    }
}

/* A stream that a callback has ended, a run that fails, and one that is read by both ways. */
static void endings(void) {
    seen saw;
    sluice_chunk chunk = fresh();
    int result = 0, fd = -1;
    memset(&saw, 0, sizeof saw);
    saw.own = simulate("endless", "balanced");
    saw.stop_after = 3;
    EXPECT(sluice_stream_wait(saw.own.stream, 0, NULL) == SLUICE_E_STATE && SAYS("sluice_stream_callback"));
    EXPECT(sluice_stream_callback(saw.own.stream, NULL, NULL) == SLUICE_E_ARGUMENT && SAYS("function is NULL"));
    EXPECT(sluice_stream_callback(0, note, &saw) == SLUICE_E_HANDLE);
    EXPECT(sluice_stream_callback(saw.own.session, note, &saw) == SLUICE_E_HANDLE);
    /* The chunks before it may have been read another way. */
    EXPECT(sluice_stream_next(saw.own.stream, -1, &chunk) == SLUICE_OK);
    saw.end = chunk.end;
    EXPECT(sluice_stream_callback(saw.own.stream, note, &saw) == SLUICE_OK);
    EXPECT(sluice_stream_callback(saw.own.stream, note, &saw) == SLUICE_E_STATE && SAYS("calls a function"));
    EXPECT(sluice_stream_next(saw.own.stream, 0, &chunk) == SLUICE_E_STATE && SAYS("calls a function"));
    EXPECT(sluice_stream_fd(saw.own.stream, &fd) == SLUICE_E_STATE && fd == -1);
    EXPECT(sluice_stream_wait(saw.own.stream, 60 * SECOND, &result) == SLUICE_END && result == 42);
    EXPECT(saw.calls == 3 && saw.ends == 0);
    EXPECT(sluice_release(saw.own.stream) == SLUICE_OK);
    EXPECT(sluice_release(saw.own.session) == SLUICE_OK);

    memset(&saw, 0, sizeof saw);
    saw.own = open_live();
    EXPECT(sluice_stream_callback(saw.own.stream, note, &saw) == SLUICE_OK);
    EXPECT(push(saw.own.live, 0) == SLUICE_OK);
    EXPECT(sluice_live_fail(saw.own.live, "the digitiser is on fire") == SLUICE_OK);
    result = 9;
    EXPECT(sluice_stream_wait(saw.own.stream, 60 * SECOND, &result) == SLUICE_E_FAILED && SAYS("on fire") && result == 0);
    EXPECT(saw.calls == 2 && saw.records == 1 && saw.ends == 1 && saw.last == SLUICE_E_FAILED);
    EXPECT(strstr(saw.words, "on fire") != NULL);
    EXPECT(sluice_release(saw.own.session) == SLUICE_OK);
}

/* What a callback calls: all that does not wait for its own return works; the rest is a code. */
static int call_back(void *context, int code, const sluice_chunk *chunk) {
    seen *saw = (seen *)context;
    static const char peak[] = "waveforms=wave:<i2[4]; results=peak:<f4,charge:<f4; peak_range=0:4; charge_range=0:4; baseline_range=0:1";
    int16_t wave[4] = {5, 2, 5, 5};
    float results[2] = {0, 0};
    sluice_array arrays[2];
    sluice_handle kernel = 0, session = 0, streams[1];
    sluice_chunk next = fresh();
    setup inner;
    char text[64];
    void *room;
    int64_t done = 0;
    if (code != SLUICE_OK) return 0;
    EXPECT(chunk->count == 1);
    saw->calls++;
    arrays[0].data = wave, arrays[0].bytes = sizeof wave, arrays[0].count = 1;
    arrays[1].data = results, arrays[1].bytes = sizeof results, arrays[1].count = 1;
    EXPECT(sluice_nop() == SLUICE_OK);
    EXPECT(sluice_kernel_open("peak_charge", peak, &kernel) == SLUICE_OK);
    EXPECT(sluice_kernel_run(kernel, arrays, 2, &done) == SLUICE_OK && done == 1 && results[0] == 3);
    EXPECT(sluice_release(kernel) == SLUICE_OK);
    EXPECT(sluice_text(saw->own.stream, "name", text, sizeof text, NULL) == SLUICE_OK && strcmp(text, "pulses") == 0);
    EXPECT(push(saw->second.live, saw->calls - 1) == SLUICE_OK);
    EXPECT(sluice_stream_next(saw->second.stream, -1, &next) == SLUICE_OK && next.count == 1);
    inner = simulate("100", "balanced");
    EXPECT(sluice_stream_next(inner.stream, -1, &next) == SLUICE_OK && next.count == 100);
    EXPECT(sluice_release(inner.session) == SLUICE_OK);

    EXPECT(sluice_stream_next(saw->own.stream, 0, &next) == SLUICE_E_STATE && SAYS("calls a function"));
    EXPECT(sluice_stream_wait(saw->own.stream, -1, NULL) == SLUICE_E_STATE && SAYS("sluice_stream_wait inside the callback"));
    EXPECT(sluice_release(saw->own.stream) == SLUICE_E_STATE && SAYS("sluice_release inside the callback"));
    EXPECT(sluice_release(saw->own.session) == SLUICE_E_STATE && SAYS("would wait for itself"));
    EXPECT(sluice_release(saw->own.live) == SLUICE_E_STATE && SAYS("live input"));
    EXPECT(sluice_stop(1000) == SLUICE_E_STATE && SAYS("sluice_stop inside the callback"));
    EXPECT(sluice_session_streams(saw->own.session, streams, 1, NULL) == SLUICE_E_STATE);
    EXPECT(push(saw->own.live, 1) == SLUICE_E_STATE && SAYS("sluice_live_push inside the callback"));
    EXPECT(sluice_live_claim(saw->own.live, 1, &room) == SLUICE_E_STATE);
    EXPECT(sluice_live_publish(saw->own.live, 0, 10, 20) == SLUICE_E_STATE);
    EXPECT(sluice_live_lost(saw->own.live, 10, 20, "no") == SLUICE_E_STATE);
    EXPECT(sluice_live_finish(saw->own.live) == SLUICE_E_STATE);
    EXPECT(sluice_live_fail(saw->own.live, "no") == SLUICE_E_STATE);
    EXPECT(sluice_release(session) == SLUICE_E_HANDLE);
    return 0;
}

static void calling_back(void) {
    seen saw;
    int i;
    memset(&saw, 0, sizeof saw);
    saw.own = open_live();
    saw.second = open_live();
    EXPECT(sluice_stream_callback(saw.own.stream, call_back, &saw) == SLUICE_OK);
    for (i = 0; i < 5; i++) EXPECT(push(saw.own.live, i) == SLUICE_OK);
    EXPECT(sluice_live_finish(saw.own.live) == SLUICE_OK);
    EXPECT(sluice_stream_wait(saw.own.stream, 60 * SECOND, NULL) == SLUICE_END);
    EXPECT(saw.calls == 5);
    EXPECT(sluice_nop() == SLUICE_OK);
    EXPECT(sluice_release(saw.own.session) == SLUICE_OK);
    EXPECT(sluice_release(saw.second.session) == SLUICE_OK);
}

static int linger(void *context, int code, const sluice_chunk *chunk) {
    seen *saw = (seen *)context;
    const struct timespec moment = {0, 1000000};
    (void)chunk;
    saw->entered = 1;
    saw->calls++;
    saw->last = code;
    while (!saw->proceed) nanosleep(&moment, NULL);
    if (code == SLUICE_OK) {
        /* The memory of the chunk is there until the call returns. */
        int64_t time = -1;
        if (chunk->count > 0) memcpy(&time, chunk->records, sizeof time);
        saw->end = time;
    }
    saw->ends++;
    return 0;
}

static void *let_go_soon(void *argument) {
    const struct timespec moment = {0, 200000000};
    nanosleep(&moment, NULL);
    ((seen *)argument)->proceed = 1;
    return NULL;
}

/* Releasing from another thread waits for the call that runs, and no other follows. */
static void releasing(void) {
    const struct timespec moment = {0, 1000000};
    pthread_t thread;
    seen saw;
    int i, kind, calls;
    for (kind = 0; kind < 2; kind++) {
        memset(&saw, 0, sizeof saw);
        saw.own = open_live();
        EXPECT(sluice_stream_callback(saw.own.stream, linger, &saw) == SLUICE_OK);
        for (i = 0; i < 3; i++) EXPECT(push(saw.own.live, i) == SLUICE_OK);
        while (!saw.entered) nanosleep(&moment, NULL);
        EXPECT(sluice_stream_wait(saw.own.stream, 1000000, NULL) == SLUICE_TIMEOUT);
        EXPECT(pthread_create(&thread, NULL, let_go_soon, &saw) == 0);
        EXPECT(sluice_release(kind == 0 ? saw.own.stream : saw.own.session) == SLUICE_OK);
        EXPECT(saw.ends == saw.calls && saw.proceed);
        calls = saw.calls;
        pthread_join(thread, NULL);
        if (kind == 0) EXPECT(sluice_release(saw.own.session) == SLUICE_OK);
        EXPECT(calls == saw.calls && saw.last == SLUICE_OK && saw.end == 0);
    }
    /* While it waits for a chunk, and stop with one that waits. */
    memset(&saw, 0, sizeof saw);
    saw.own = open_live();
    EXPECT(sluice_stream_callback(saw.own.stream, note, &saw) == SLUICE_OK);
    EXPECT(sluice_release(saw.own.session) == SLUICE_OK);
    EXPECT(saw.calls == 0);
    saw.own = open_live();
    EXPECT(sluice_stream_callback(saw.own.stream, note, &saw) == SLUICE_OK);
    EXPECT(sluice_stop(5000) == SLUICE_OK);
    EXPECT(saw.calls == 0);
}

/* A callback that does not return: releasing is bounded, and closes what is left when it does. */
static void stuck(void) {
    const struct timespec moment = {0, 1000000};
    seen saw;
    memset(&saw, 0, sizeof saw);
    saw.own = open_live();
    EXPECT(sluice_stream_callback(saw.own.stream, linger, &saw) == SLUICE_OK);
    EXPECT(push(saw.own.live, 0) == SLUICE_OK);
    while (!saw.entered) nanosleep(&moment, NULL);
    EXPECT(sluice_release(saw.own.stream) == SLUICE_E_STATE && SAYS("has not returned"));
    EXPECT(sluice_release(saw.own.stream) == SLUICE_E_HANDLE);
    saw.proceed = 1;
    EXPECT(sluice_release(saw.own.session) == SLUICE_OK);
    EXPECT(saw.calls == 1);
}

static int stop_at_once(void *context, int code, const sluice_chunk *chunk) {
    (void)context, (void)code, (void)chunk;
    exit(7);
}

/* exit() from within a callback ends the process with its own code. */
static void leaving(void) {
    setup own = open_live();
    EXPECT(sluice_stream_callback(own.stream, stop_at_once, NULL) == SLUICE_OK);
    EXPECT(push(own.live, 0) == SLUICE_OK);
    for (;;) pause();
}

static int is_readable(int fd, int timeout_ms) {
    struct pollfd what;
    what.fd = fd;
    what.events = POLLIN;
    what.revents = 0;
    return poll(&what, 1, timeout_ms) == 1 && (what.revents & POLLIN) != 0;
}

static void *push_later(void *argument) {
    setup *own = (setup *)argument;
    int64_t i;
    for (i = 0; i < 300; i++) {
        const struct timespec moment = {0, 100000};
        if (push(own->live, i) != SLUICE_OK) return &fails;
        if (i % 3 == 0) nanosleep(&moment, NULL);
    }
    return sluice_live_finish(own->live) == SLUICE_OK ? NULL : &fails;
}

/* Waits for the descriptor alone: a wake-up that is lost would be a poll without an end. */
static uint64_t read_by_descriptor(sluice_handle stream, int *end) {
    sluice_chunk chunk = fresh();
    uint64_t records = 0;
    int fd = -1, code = SLUICE_OK;
    EXPECT(sluice_stream_fd(stream, &fd) == SLUICE_OK && fd >= 0);
    while (code == SLUICE_OK || code == SLUICE_TIMEOUT) {
        if (code == SLUICE_TIMEOUT && !is_readable(fd, 30000)) {
            EXPECT(!"readable within 30 s");
            break;
        }
        code = sluice_stream_next(stream, 0, &chunk);
        if (code == SLUICE_OK) records += chunk.count;
    }
    *end = code;
    EXPECT(is_readable(fd, 0));
    return records;
}

static void descriptors(void) {
    static const char *const waits[] = {"low-latency", "balanced", "throughput"}, *const workers[] = {"1", "2"};
    sluice_chunk chunk = fresh();
    pthread_t thread;
    void *failed = NULL;
    size_t i, j;
    int fd = -1, same = -2, end = 0;
    setup own = open_live();
    EXPECT(sluice_stream_fd(own.stream, NULL) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_stream_fd(own.session, &fd) == SLUICE_E_HANDLE);
    EXPECT(sluice_stream_fd(own.stream, &fd) == SLUICE_OK && sluice_stream_fd(own.stream, &same) == SLUICE_OK && fd == same);
    EXPECT(sluice_stream_callback(own.stream, note, NULL) == SLUICE_E_STATE && SAYS("file descriptor"));
    EXPECT(sluice_stream_next(own.stream, 0, &chunk) == SLUICE_TIMEOUT);
    EXPECT(!is_readable(fd, 20));
    EXPECT(push(own.live, 0) == SLUICE_OK && push(own.live, 1) == SLUICE_OK);
    EXPECT(is_readable(fd, 10000) && is_readable(fd, 0));
    EXPECT(sluice_stream_next(own.stream, 10 * SECOND, &chunk) == SLUICE_OK && chunk.count == 1);
    EXPECT(is_readable(fd, 0));
    /* A worker may still be at it. */
    EXPECT(sluice_stream_next(own.stream, 10 * SECOND, &chunk) == SLUICE_OK && chunk.start == 10);
    EXPECT(sluice_stream_next(own.stream, 0, &chunk) == SLUICE_TIMEOUT);
    EXPECT(!is_readable(fd, 20));
    /* A wait that finds something makes it readable again. */
    EXPECT(push(own.live, 2) == SLUICE_OK && push(own.live, 3) == SLUICE_OK);
    EXPECT(sluice_stream_next(own.stream, -1, &chunk) == SLUICE_OK && is_readable(fd, 0));
    EXPECT(sluice_stream_next(own.stream, 10 * SECOND, &chunk) == SLUICE_OK);
    EXPECT(sluice_stream_next(own.stream, 0, &chunk) == SLUICE_TIMEOUT && !is_readable(fd, 20));
    EXPECT(sluice_live_fail(own.live, "no more") == SLUICE_OK);
    EXPECT(is_readable(fd, 10000));
    EXPECT(sluice_stream_next(own.stream, 10 * SECOND, &chunk) == SLUICE_E_FAILED && is_readable(fd, 0));
    EXPECT(sluice_release(own.session) == SLUICE_OK);
    EXPECT(fcntl(fd, F_GETFD) == -1);

    own = open_live();
    EXPECT(pthread_create(&thread, NULL, push_later, &own) == 0);
    EXPECT(read_by_descriptor(own.stream, &end) == 300 && end == SLUICE_END);
    pthread_join(thread, &failed);
    EXPECT(failed == NULL);
    EXPECT(sluice_release(own.session) == SLUICE_OK);

    for (i = 0; i < COUNT(waits); i++) {
        for (j = 0; j < COUNT(workers); j++) {
            const char *words[] = {"--sim-records", "20000", "--chunk-records", "50", "--wait", waits[i], "--workers", workers[j]};
            EXPECT(sluice_session_open(words, COUNT(words), &own.session) == SLUICE_OK);
            EXPECT(sluice_session_streams(own.session, &own.stream, 1, NULL) == SLUICE_OK);
            EXPECT(read_by_descriptor(own.stream, &end) == 20000 && end == SLUICE_END);
            EXPECT(sluice_release(own.session) == SLUICE_OK);
        }
    }
    /* Descriptors do not leak. */
    own = open_live();
    EXPECT(sluice_stream_fd(own.stream, &same) == SLUICE_OK && same <= fd + 4);
    EXPECT(sluice_release(own.session) == SLUICE_OK);
}

static void *push_one(void *argument) {
    setup *own = (setup *)argument;
    return push(own->live, 1) == SLUICE_OK ? NULL : &fails;
}

/* A thread that claims, and publishes or discards once it may proceed. */
typedef struct claimer {
    setup own;
    volatile int claimed, proceed;
    int published, discarded;
} claimer;

static void *hold_a_claim(void *argument) {
    claimer *held = (claimer *)argument;
    const struct timespec moment = {0, 1000000};
    void *room = NULL;
    held->claimed = sluice_live_claim(held->own.live, 1, &room) == SLUICE_OK ? 1 : -1;
    while (!held->proceed) nanosleep(&moment, NULL);
    held->published = sluice_live_publish(held->own.live, 0, 20, 30);
    held->discarded = sluice_live_discard(held->own.live);
    return NULL;
}

/* What another thread has claimed is not taken from it: it can let go, and the engine has its memory back. */
static void claims(void) {
    const struct timespec moment = {0, 1000000};
    pthread_t thread;
    claimer held;
    int kind;
    for (kind = 0; kind < 2; kind++) {
        memset(&held, 0, sizeof held);
        held.own = open_live();
        EXPECT(push(held.own.live, 0) == SLUICE_OK && push(held.own.live, 1) == SLUICE_OK);
        EXPECT(pthread_create(&thread, NULL, hold_a_claim, &held) == 0);
        while (!held.claimed) nanosleep(&moment, NULL);
        EXPECT(sluice_release(held.own.live) == SLUICE_E_STATE && SAYS("given up by sluice_live_discard"));
        if (kind == 1) EXPECT(sluice_release(held.own.session) == SLUICE_E_FAILED && SAYS("has claimed records"));
        held.proceed = 1;
        pthread_join(thread, NULL);
        EXPECT(held.claimed == 1 && held.discarded == SLUICE_OK);
        EXPECT(held.published == (kind == 0 ? SLUICE_OK : SLUICE_E_STATE));
        EXPECT(sluice_release(held.own.live) == SLUICE_OK && sluice_release(held.own.live) == SLUICE_E_HANDLE);
        EXPECT(sluice_release(held.own.session) == (kind == 0 ? SLUICE_OK : SLUICE_E_HANDLE));
    }
}

/* What is refused leaves the input as it was, for every thread. */
static void refused_pushes(void) {
    char record[12] = {0};
    void *room = NULL, *failed = NULL;
    sluice_chunk chunk = fresh();
    sluice_handle again[1];
    pthread_t thread;
    setup own = open_live();
    EXPECT(sluice_session_streams(own.session, again, 1, NULL) == SLUICE_E_STATE && SAYS("runs once"));
    EXPECT(push(own.live, 0) == SLUICE_OK);
    EXPECT(sluice_live_push(own.live, record, 1, 5, 20) == SLUICE_E_ARGUMENT && SAYS("an overlap"));
    EXPECT(sluice_live_push(own.live, record, 1, 30, 40) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_push(own.live, NULL, 0, 30, 40) == SLUICE_E_ARGUMENT && SAYS("sluice_live_lost"));
    EXPECT(sluice_live_push(own.live, record, 1, 20, 10) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_push(own.live, record, 1, 10, 20) == SLUICE_E_ARGUMENT && SAYS("time=0"));
    /* None of these keeps other threads out. */
    EXPECT(pthread_create(&thread, NULL, push_one, &own) == 0);
    pthread_join(thread, &failed);
    EXPECT(failed == NULL);
    /* A claim is kept until it is published well, or discarded. */
    EXPECT(sluice_live_claim(own.live, 1, &room) == SLUICE_OK);
    memset(room, 0, 12);
    EXPECT(sluice_live_publish(own.live, 1, 20, 30) == SLUICE_E_ARGUMENT);
    EXPECT(pthread_create(&thread, NULL, push_one, &own) == 0);
    pthread_join(thread, &failed);
    EXPECT(failed != NULL);
    EXPECT(sluice_live_publish(own.live, 2, 20, 30) == SLUICE_E_ARGUMENT && SAYS("1 are claimed"));
    EXPECT(sluice_live_discard(own.live) == SLUICE_OK && sluice_live_discard(own.live) == SLUICE_OK);
    EXPECT(sluice_live_discard(own.session) == SLUICE_E_HANDLE);
    EXPECT(sluice_live_publish(own.live, 1, 20, 30) == SLUICE_E_ARGUMENT);
    EXPECT(push(own.live, 2) == SLUICE_OK);
    /* A push takes the place of a claim. */
    EXPECT(sluice_live_claim(own.live, 1, &room) == SLUICE_OK);
    EXPECT(push(own.live, 3) == SLUICE_OK);
    EXPECT(sluice_live_finish(own.live) == SLUICE_OK && sluice_live_finish(own.live) == SLUICE_OK);
    /* After the end, at once: a wait of 10 s for another stream would be in vain. */
    EXPECT(push(own.live, 4) == SLUICE_E_STATE && SAYS("sluice_live_finish"));
    EXPECT(sluice_live_claim(own.live, 1, &room) == SLUICE_E_STATE);
    EXPECT(sluice_live_publish(own.live, 0, 40, 50) == SLUICE_E_STATE);
    EXPECT(sluice_live_lost(own.live, 40, 50, "no") == SLUICE_E_STATE);
    EXPECT(sluice_live_fail(own.live, "no") == SLUICE_E_STATE);
    EXPECT(sluice_stream_next(own.stream, -1, &chunk) == SLUICE_OK && chunk.start == 0);
    EXPECT(sluice_stream_next(own.stream, -1, &chunk) == SLUICE_OK && chunk.start == 10);
    EXPECT(sluice_stream_next(own.stream, -1, &chunk) == SLUICE_OK && chunk.start == 20);
    EXPECT(sluice_stream_next(own.stream, -1, &chunk) == SLUICE_OK && chunk.start == 30);
    EXPECT(sluice_stream_next(own.stream, -1, &chunk) == SLUICE_END);
    EXPECT(sluice_release(own.session) == SLUICE_OK);
}

static void limits(void) {
    static const char *const files[] = {"--target", "pulses", "--out", "x.npy"}, *const titles[] = {"--titles"};
    char text[4096], record[12] = {0};
    sluice_chunk chunk = fresh();
    uint64_t length = 0;
    setup own = {0, 0, 0, 0};
    void *room = NULL;
    int64_t pushed = 0;
    int code;
    EXPECT(sluice_session_open(files, 4, &own.session) == SLUICE_E_ARGUMENT && SAYS("--out"));
    EXPECT(sluice_session_open(titles, 1, &own.session) == SLUICE_E_ARGUMENT && SAYS("--titles"));
    EXPECT(sluice_session_live(files, 4, "pulses", pulses, &own.session, &own.live) == SLUICE_E_ARGUMENT && SAYS("--out"));

    EXPECT(sluice_session_live(target, 2, "pulses", pulses, &own.session, &own.live) == SLUICE_OK);
    EXPECT(sluice_live_set(own.live, "overflow", "spill:/nowhere:100M") == SLUICE_E_ARGUMENT && SAYS("/nowhere"));
    EXPECT(sluice_live_set(own.live, "overflow", "spill:.:lots") == SLUICE_E_ARGUMENT && SAYS("lots"));
    EXPECT(sluice_live_set(own.live, "overflow", "spill:.:1") == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_set(own.live, "overflow", "spill:.:100M") == SLUICE_OK);
    EXPECT(sluice_live_set(own.live, "overflow", "block") == SLUICE_OK);
    EXPECT(sluice_live_set(own.live, "fills", "none") == SLUICE_E_ARGUMENT && sluice_live_set(own.live, "fills", "every") == SLUICE_OK);
    EXPECT(sluice_live_set(own.live, "patience", "-1") == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_set(own.live, "patience", "9223372036854775807") == SLUICE_OK);
    EXPECT(sluice_live_claim_within(own.live, 1, 1000000, &room) == SLUICE_TIMEOUT && room == NULL);
    EXPECT(sluice_live_push_within(own.live, record, 1, 0, 10, 0) == SLUICE_TIMEOUT);
    EXPECT(sluice_live_push_within(own.live, record, 1, 0, 10, -1) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_live_finish(own.live) == SLUICE_E_STATE && SAYS("sluice_session_streams"));
    EXPECT(sluice_live_fail(own.live, "no") == SLUICE_E_STATE && SAYS("sluice_session_streams"));
    EXPECT(sluice_session_streams(own.session, &own.stream, 1, NULL) == SLUICE_OK);
    /* Until the ring is full: then nothing is taken in, and nothing is claimed. */
    while ((code = sluice_live_push_within(own.live, record, 1, 10 * pushed, 10 * pushed + 10, 1000000)) == SLUICE_OK) {
        int64_t time = 10 * ++pushed;
        memcpy(record, &time, sizeof time);
    }
    EXPECT(code == SLUICE_TIMEOUT && pushed > 1);
    EXPECT(sluice_live_claim_within(own.live, 1, 0, &room) == SLUICE_OK && room != NULL);
    if (room != NULL) memcpy(room, record, sizeof record);
    EXPECT(sluice_live_publish_within(own.live, 1, 10 * pushed, 10 * pushed + 10, 1000000) == SLUICE_TIMEOUT);
    EXPECT(sluice_stream_next(own.stream, -1, &chunk) == SLUICE_OK && chunk.start == 0);
    EXPECT(sluice_stream_next(own.stream, -1, &chunk) == SLUICE_OK && chunk.start == 10);
    while (sluice_stream_next(own.stream, 0, &chunk) == SLUICE_OK) continue;
    EXPECT(sluice_live_publish_within(own.live, 1, 10 * pushed, 10 * pushed + 10, SECOND) == SLUICE_OK);
    EXPECT(sluice_stream_next(own.stream, -1, &chunk) == SLUICE_OK && chunk.start == 10 * pushed);
    EXPECT(sluice_text(own.stream, "summary", text, sizeof text, &length) == SLUICE_OK && length < sizeof text);
    EXPECT(strstr(text, "{\"state\":\"running\",\"records\":") == text);
    EXPECT(sluice_text(own.stream, "statistics", text, sizeof text, &length) == SLUICE_OK);
    EXPECT(strstr(text, "{\"stages\":[{\"name\":\"") == text && strstr(text, "\"wait_share\":") != NULL);
    EXPECT(sluice_text(own.stream, "state", text, sizeof text, NULL) == SLUICE_OK && strcmp(text, "running") == 0);
    EXPECT(sluice_release(own.session) == SLUICE_OK);
}

int main(int count, char **words) {
    const char *scenario = count > 1 ? words[1] : "callbacks";
    EXPECT(sluice_in_callback() == 0);
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    if (strcmp(scenario, "callbacks") == 0) callbacks();
    else if (strcmp(scenario, "endings") == 0) endings();
    else if (strcmp(scenario, "calling_back") == 0) calling_back();
    else if (strcmp(scenario, "releasing") == 0) releasing();
    else if (strcmp(scenario, "stuck") == 0) stuck();
    else if (strcmp(scenario, "leaving") == 0) leaving();
    else if (strcmp(scenario, "descriptors") == 0) descriptors();
    else if (strcmp(scenario, "refused_pushes") == 0) refused_pushes();
    else if (strcmp(scenario, "claims") == 0) claims();
    else if (strcmp(scenario, "limits") == 0) limits();
    else return 99;
    return fails != 0;
}
