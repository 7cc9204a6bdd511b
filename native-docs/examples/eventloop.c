/* An event loop: poll() waits for the features of a stream and for a timer, in one thread.
 *
 *     cc -std=c99 -Inative-docs/include native-docs/examples/eventloop.c -o eventloop -ldl -lpthread
 *     SLUICE_HOME=. ./eventloop daq/run42
 */
#define _GNU_SOURCE
#define SLUICE_IMPLEMENTATION
#include "sluice.h"

#include <poll.h>
#include <sys/timerfd.h>

static int fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, sluice_error());
    return 1;
}

/* Takes the chunks that are there; SLUICE_TIMEOUT where the loop is to wait for more. */
static int drain(sluice_handle stream, uint64_t *records) {
    sluice_chunk chunk;
    int code, most = 16; /* then other events have their turn: the descriptor stays readable */
    memset(&chunk, 0, sizeof chunk);
    chunk.size = sizeof chunk;
    while ((code = sluice_stream_next(stream, 0, &chunk)) == SLUICE_OK) {
        *records += chunk.count;
        if (--most == 0) return SLUICE_TIMEOUT;
    }
    return code;
}

int main(int count, char **inputs) {
    const char *words[64] = {"--target", "features", "--sim-records", "200000"};
    const struct itimerspec every = {{0, 100000000}, {0, 100000000}};
    uint64_t word_count = count < 2 ? 4 : 2, records = 0, ticks = 0;
    sluice_handle session, stream;
    struct pollfd events[2];
    int i, code = SLUICE_TIMEOUT;
    for (i = 1; i < count && word_count < 64; i++) words[word_count++] = inputs[i];

    if (sluice_start(NULL) != SLUICE_OK) return fail("start");
    if (sluice_session_open(words, word_count, &session) != SLUICE_OK) return fail("open");
    if (sluice_session_streams(session, &stream, 1, NULL) != SLUICE_OK) return fail("stream");

    events[0].events = events[1].events = POLLIN;
    if (sluice_stream_fd(stream, &events[0].fd) != SLUICE_OK) return fail("descriptor");
    events[1].fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    timerfd_settime(events[1].fd, 0, &every, NULL);
    while (code == SLUICE_TIMEOUT) {
        if (poll(events, 2, -1) < 0) continue; /* a signal: what it asks for is looked at here */
        if (events[0].revents != 0) code = drain(stream, &records);
        if (events[1].revents != 0 && read(events[1].fd, &ticks, sizeof ticks) == sizeof ticks) {
            fprintf(stderr, "%llu records so far\n", (unsigned long long)records);
        }
    }
    close(events[1].fd); /* that of the stream is closed with it */
    if (code < 0) return fail("run");
    printf("%llu records\n", (unsigned long long)records);
    return sluice_release(session) == SLUICE_OK ? 0 : fail("close");
}
