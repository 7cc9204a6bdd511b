/* Plugins that use everything there is, and plugins that do what they must not: a library, and a part of plugin_host.c. */
#include "sluice.h"

#include <stdlib.h>

typedef struct { int64_t time; int64_t n; } instant;

static const char instants[] = "time:<i8,n:<i8 instantaneous";
static const char *const waveforms[] = {"st_waveforms_stream"};

static int64_t time_of(const sluice_input *in, uint64_t i) {
    int64_t time;
    memcpy(&time, (const char *)in->records + i * in->stride + sluice_plugin_field(in->layout, "time")->offset, sizeof time);
    return time;
}

/* Two records of each, with more room asked for again and again. */
static int compute_twice(void *state, sluice_plugin_call *call) {
    const sluice_input *in = &call->inputs[0];
    instant *out = NULL;
    uint64_t i, room = 0;
    (void)state;
    for (i = 0; i < 2 * in->count; i++) {
        if (i == room) {
            out = (instant *)sluice_plugin_room(call, 0, room = 2 * room + 1);
            if (out == NULL) return 1;
        }
        out[i].time = time_of(in, i / 2);
        out[i].n = (int64_t)(i % 2);
    }
    call->outputs[0].count = 2 * in->count;
    return 0;
}

/* Two types of data of one kind. */
static int compute_parts(void *state, sluice_plugin_call *call) {
    const sluice_input *in = &call->inputs[0];
    uint64_t i, part;
    (void)state;
    for (part = 0; part < 2; part++) {
        instant *out = (instant *)sluice_plugin_room(call, part, in->count);
        for (i = 0; i < in->count; i++) {
            out[i].time = time_of(in, i);
            out[i].n = (int64_t)(part == 0 ? i : in->count - i);
        }
        call->outputs[part].count = in->count;
    }
    return 0;
}

/* How many others start within a window of each: it looks beyond its chunk. */
static int halo_of_window(void *user, sluice_plugin_call *call, int64_t *before, int64_t *after) {
    int64_t window = sluice_plugin_setting(call, "near_window")->integer;
    (void)user;
    if (window == 13) return sluice_plugin_fail(call, 3, "near_window=13 brings bad luck; give another");
    *before = *after = window;
    return 0;
}

static int create_near(void *user, sluice_plugin_call *call, void **state) {
    int64_t *window = (int64_t *)malloc(sizeof *window);
    (void)user;
    if (window == NULL) return 1;
    *window = sluice_plugin_setting(call, "near_window")->integer;
    *state = window;
    return 0;
}

static int compute_near(void *state, sluice_plugin_call *call) {
    const sluice_input *in = &call->inputs[0];
    int64_t window = *(int64_t *)state;
    instant *out = (instant *)sluice_plugin_room(call, 0, in->beyond - in->first);
    uint64_t i, j;
    if (in->beyond > in->first && (time_of(in, in->first) < call->start || time_of(in, in->beyond - 1) >= call->end)) {
        return sluice_plugin_fail(call, 1, "first and beyond are not those of [start, end)");
    }
    for (i = in->first; i < in->beyond; i++) {
        instant *record = &out[i - in->first];
        record->time = time_of(in, i);
        record->n = -1;
        for (j = 0; j < in->count; j++) {
            int64_t distance = time_of(in, j) - record->time;
            record->n += distance >= -window && distance <= window;
        }
    }
    call->outputs[0].count = in->beyond - in->first;
    return 0;
}

/* Numbers records from the start of their segment. */
static int create_zero(void *user, sluice_plugin_call *call, void **state) {
    (void)user;
    (void)call;
    *state = calloc(1, sizeof(int64_t));
    return *state == NULL;
}

static int compute_numbers(void *state, sluice_plugin_call *call) {
    const sluice_input *in = &call->inputs[0];
    instant *out = (instant *)call->outputs[0].records;
    uint64_t i;
    for (i = 0; i < in->count; i++) {
        out[i].time = time_of(in, i);
        out[i].n = (*(int64_t *)state)++;
    }
    return 0;
}

static int reset_to_zero(void *state, sluice_plugin_call *call) {
    (void)call;
    *(int64_t *)state = 0;
    return 0;
}

/* Of two inputs: how many records of the second there are in the chunk, for each of the first. */
static int compute_joined(void *state, sluice_plugin_call *call) {
    instant *out = (instant *)sluice_plugin_room(call, 0, call->inputs[0].count);
    uint64_t i, j = 0;
    (void)state;
    if (strcmp(call->inputs[1].layout->data_type, "twice") != 0) return sluice_plugin_fail(call, 1, "not the second input");
    for (i = 0; i < call->inputs[0].count; i++) {
        out[i].time = time_of(&call->inputs[0], i);
        out[i].n = 0;
        for (; j < call->inputs[1].count && time_of(&call->inputs[1], j) <= out[i].time; j++) out[i].n++;
    }
    call->outputs[0].count = call->inputs[0].count;
    return 0;
}

/* What it notes and leaves out. */
typedef struct { int64_t *odd; int64_t chunks; } noted;

static int create_noting(void *user, sluice_plugin_call *call, void **state) {
    noted *made = (noted *)calloc(1, sizeof *made);
    (void)user;
    if (made == NULL) return 1;
    made->odd = sluice_plugin_note(call, "an odd time in {records}: left out");
    *state = made;
    return 0;
}

static int compute_noting(void *state, sluice_plugin_call *call) {
    const sluice_input *in = &call->inputs[0];
    instant *out = (instant *)sluice_plugin_room(call, 0, in->count);
    uint64_t i, count = 0;
    for (i = 0; i < in->count; i++) {
        int64_t time = time_of(in, i);
        if (time % 2 != 0) {
            ++*((noted *)state)->odd;
            if (call->skipping) sluice_plugin_lost(call, time, time + 1, "an odd time");
        } else {
            out[count].time = time;
            out[count++].n = 0;
        }
    }
    call->outputs[0].count = count;
    return 0;
}

/* The failures. */
static int compute_failing(void *state, sluice_plugin_call *call) {
    const sluice_setting *from = sluice_plugin_setting(call, "fail_from");
    (void)state;
    if (call->end > from->integer) return sluice_plugin_fail(call, 7, "the crystal broke at fail_from=%s", from->text);
    return 0;
}

static int compute_silent(void *state, sluice_plugin_call *call) {
    (void)state;
    (void)call;
    return -3;
}

static int compute_too_many(void *state, sluice_plugin_call *call) {
    (void)state;
    sluice_plugin_room(call, 0, 2);
    call->outputs[0].count = 3;
    return 0;
}

static int compute_backwards(void *state, sluice_plugin_call *call) {
    const sluice_input *in = &call->inputs[0];
    instant *out = (instant *)sluice_plugin_room(call, 0, in->count);
    uint64_t i;
    (void)state;
    for (i = 0; i < in->count; i++) out[i].time = time_of(in, in->count - 1 - i);
    call->outputs[0].count = in->count;
    return 0;
}

/* Goes on as if nothing had been refused. */
static int compute_no_such_room(void *state, sluice_plugin_call *call) {
    (void)state;
    return sluice_plugin_room(call, 9, 1) != NULL;
}

static int compute_huge(void *state, sluice_plugin_call *call) {
    (void)state;
    return sluice_plugin_room(call, 0, (uint64_t)1 << 40) != NULL;
}

static int create_refusing(void *user, sluice_plugin_call *call, void **state) {
    (void)user;
    (void)state;
    return sluice_plugin_fail(call, 4, "no crystal is mounted");
}

static int create_bad_note(void *user, sluice_plugin_call *call, void **state) {
    (void)user;
    (void)state;
    return sluice_plugin_note(call, "no noun") != NULL;
}

#define PROVIDES(name) static const sluice_product name##_provides[] = {{#name, instants, NULL}};
#define PLUGIN(name, flags, gap, create, compute, reset, destroy)                                                       \
    static const sluice_plugin name = {sizeof(sluice_plugin), SLUICE_ABI, NULL, "1", NULL, name##_provides, 1,          \
                                       waveforms, 1, NULL, 0, flags, 0, 0, gap, 0, 0, NULL, create, compute, reset,      \
                                       destroy, NULL};

static const sluice_product part_provides[] = {{"left", instants, "part"}, {"right", instants, "part"}};
static const sluice_option near_options[] = {
    {"near_window", "integer", "1000", "ns", "how far others may be", 0, 1e9},
    {"near_words", "text", "", NULL, NULL, 0, 0},
    {"near_choice", "fast|exact", "exact", NULL, "how", 0, 0},
    {"near_flag", "flag", "true", NULL, "whether", 0, 0},
    {"near_time", "duration", "5us", NULL, "how long", 0, 0},
    {"near_thresholds", "thresholds", "15,3:20", NULL, "per channel", 0, 0}};
static const sluice_option fail_options[] = {{"fail_from", "integer", "0", "ns", "when it breaks", 0, 0}};
static const char *const both[] = {"st_waveforms_stream", "twice"};

PROVIDES(twice)
PLUGIN(twice, 0, 0, NULL, compute_twice, NULL, NULL)
PROVIDES(near)
PROVIDES(numbers)
PLUGIN(numbers, SLUICE_PLUGIN_IN_ORDER | SLUICE_PLUGIN_ONE_PER_RECORD, 0, create_zero, compute_numbers, NULL, free)
PROVIDES(segments)
PLUGIN(segments, SLUICE_PLUGIN_IN_ORDER | SLUICE_PLUGIN_ONE_PER_RECORD, 20000, create_zero, compute_numbers, reset_to_zero, free)
PROVIDES(whole)
PLUGIN(whole, SLUICE_PLUGIN_WHOLE_RUN | SLUICE_PLUGIN_ONE_PER_RECORD, 0, create_zero, compute_numbers, NULL, free)
PROVIDES(noting)
PLUGIN(noting, 0, 0, create_noting, compute_noting, NULL, free)
PROVIDES(failing)
PROVIDES(silent)
PLUGIN(silent, 0, 0, NULL, compute_silent, NULL, NULL)
PROVIDES(too_many)
PLUGIN(too_many, 0, 0, NULL, compute_too_many, NULL, NULL)
PROVIDES(backwards)
PLUGIN(backwards, 0, 0, NULL, compute_backwards, NULL, NULL)
PROVIDES(no_such_room)
PLUGIN(no_such_room, 0, 0, NULL, compute_no_such_room, NULL, NULL)
PROVIDES(huge)
PLUGIN(huge, 0, 0, NULL, compute_huge, NULL, NULL)
PROVIDES(refusing)
PLUGIN(refusing, 0, 0, create_refusing, compute_silent, NULL, NULL)
PROVIDES(bad_note)
PLUGIN(bad_note, 0, 0, create_bad_note, compute_silent, NULL, NULL)
PROVIDES(fewer)
PLUGIN(fewer, SLUICE_PLUGIN_ONE_PER_RECORD, 0, NULL, compute_too_many, NULL, NULL)
PROVIDES(joined)

static const sluice_plugin parts = {sizeof(sluice_plugin), SLUICE_ABI, "Parts", "2.1", "two types of data", part_provides, 2,
                                    waveforms, 1, NULL, 0, 0, 0, 0, 0, 0, 1, NULL, NULL, compute_parts, NULL, NULL, NULL};
static const sluice_plugin near = {sizeof(sluice_plugin), SLUICE_ABI, NULL, "1", NULL, near_provides, 1, waveforms, 1,
                                   near_options, 6, 0, 0, 0, 0, 0, 0, NULL, create_near, compute_near, NULL, free,
                                   halo_of_window};
static const sluice_plugin failing = {sizeof(sluice_plugin), SLUICE_ABI, NULL, "1", NULL, failing_provides, 1, waveforms, 1,
                                      fail_options, 1, 0, 0, 0, 0, 0, 0, NULL, NULL, compute_failing, NULL, NULL, NULL};
static const sluice_plugin joined = {sizeof(sluice_plugin), SLUICE_ABI, NULL, "1", NULL, joined_provides, 1, both, 2, NULL,
                                     0, 0, 0, 0, 0, 0, 0, NULL, NULL, compute_joined, NULL, NULL, NULL};

static const sluice_plugin *const all[] = {&twice, &parts, &near, &numbers, &segments, &whole, &joined, &noting, &failing,
                                           &silent, &too_many, &backwards, &no_such_room, &huge, &refusing, &bad_note, &fewer};

SLUICE_EXPORT const sluice_plugin *const *sluice_plugins(uint64_t *count) {
    *count = sizeof all / sizeof *all;
    return all;
}
