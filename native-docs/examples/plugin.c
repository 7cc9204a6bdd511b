/* A plugin: the time that each pulse takes to rise from one fraction of its height to another. Built as a library,
 *
 *     cc -std=c99 -O2 -shared -fPIC -Inative-docs/include native-docs/examples/plugin.c -o librise.so
 *     ./sluice run daq/run42 --plugins librise.so --target rise_time --set rise_from=0.2
 *
 * the command line and every session know it by --plugins; a program that compiles it in calls sluice_plugin_register. */
#include "sluice.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    int64_t time;
    int64_t endtime;
    int32_t board;
    int32_t channel;
    float rise_time;
} rise;

/* What a worker knows: where the fields are, and what the options say. */
typedef struct {
    uint64_t time, endtime, dt, length, channel, board, wave, samples;
    int64_t baseline_from, baseline_to;
    double from, to, sign;
    int64_t *unseen;
} finder;

/* The place of a field, which is to have that type; 0, and the sentence of the failure, if it has not. */
static int find(sluice_plugin_call *call, const char *name, const char *type, uint64_t *offset) {
    const sluice_layout *layout = call->inputs[0].layout;
    const sluice_field *field = sluice_plugin_field(layout, name);
    if (field == NULL || strcmp(field->type, type) != 0) {
        sluice_plugin_fail(call, 1, "%s has %s %s, but a field '%s' of %s is needed", layout->data_type,
                           field == NULL ? "no field" : "another", field == NULL ? name : field->type, name, type);
        return 0;
    }
    *offset = field->offset;
    return 1;
}

static int create(void *user, sluice_plugin_call *call, void **state) {
    const sluice_setting *baseline = sluice_plugin_setting(call, "baseline_range");
    finder *made = (finder *)calloc(1, sizeof *made);
    (void)user;
    if (made == NULL) return sluice_plugin_fail(call, 1, "no memory for a worker");
    if (!find(call, "time", "<i8", &made->time) || !find(call, "endtime", "<i8", &made->endtime)
        || !find(call, "dt", "<f4", &made->dt) || !find(call, "length", "<i4", &made->length)
        || !find(call, "channel", "<i2", &made->channel) || !find(call, "board", "<i2", &made->board)
        || !find(call, "wave", "<i2", &made->wave)) {
        free(made);
        return 1;
    }
    made->samples = sluice_plugin_field(call->inputs[0].layout, "wave")->elements;
    made->baseline_from = baseline->from;
    made->baseline_to = baseline->to;
    made->from = sluice_plugin_setting(call, "rise_from")->real;
    made->to = sluice_plugin_setting(call, "rise_to")->real;
    made->sign = sluice_plugin_setting(call, "rise_polarity")->integer == 0 ? -1 : 1;
    made->unseen = sluice_plugin_note(call, "no rise in {records}: rise_time is NaN there");
    if (made->from >= made->to) {
        double from = made->from, to = made->to;
        free(made);
        return sluice_plugin_fail(call, 2, "rise_from=%g is not below rise_to=%g; give the lower fraction first", from, to);
    }
    *state = made;
    return 0;
}

/* Where the signal comes through `level` before sample `peak`, between two samples; negative if it does not. */
static double crossing(const int16_t *wave, int64_t peak, double baseline, double sign, double level) {
    int64_t i;
    for (i = peak; i > 0; i--) {
        double after = sign * (wave[i] - baseline), before = sign * (wave[i - 1] - baseline);
        if (before < level) return (double)(i - 1) + (level - before) / (after - before);
    }
    return -1;
}

static double rise_of(const finder *with, const int16_t *wave, int64_t length) {
    double baseline = 0, height = 0, low, high;
    int64_t i, peak = -1, end = with->baseline_to < length ? with->baseline_to : length;
    if (end <= with->baseline_from) return NAN;
    for (i = with->baseline_from; i < end; i++) baseline += wave[i];
    baseline /= (double)(end - with->baseline_from);
    for (i = 0; i < length; i++) {
        double signal = with->sign * (wave[i] - baseline);
        if (signal > height) {
            height = signal;
            peak = i;
        }
    }
    if (peak < 0) return NAN;
    low = crossing(wave, peak, baseline, with->sign, with->from * height);
    high = crossing(wave, peak, baseline, with->sign, with->to * height);
    return low < 0 || high < 0 ? NAN : high - low;
}

/* A record for each waveform: there is room already. Fields of records need not be aligned, so they are copied. */
static int compute(void *state, sluice_plugin_call *call) {
    finder *with = (finder *)state;
    const sluice_input *in = &call->inputs[0];
    char *out = (char *)call->outputs[0].records;
    int16_t *wave = (int16_t *)malloc(with->samples * sizeof *wave + 1);
    uint64_t i;
    if (wave == NULL) return sluice_plugin_fail(call, 1, "no memory for a waveform");
    for (i = 0; i < in->count; i++) {
        const char *record = (const char *)in->records + i * in->stride;
        rise found;
        float dt;
        int32_t length;
        int16_t channel, board;
        memset(&found, 0, sizeof found);
        memcpy(&found.time, record + with->time, sizeof found.time);
        memcpy(&found.endtime, record + with->endtime, sizeof found.endtime);
        memcpy(&dt, record + with->dt, sizeof dt);
        memcpy(&length, record + with->length, sizeof length);
        memcpy(&channel, record + with->channel, sizeof channel);
        memcpy(&board, record + with->board, sizeof board);
        memcpy(wave, record + with->wave, with->samples * sizeof *wave);
        found.channel = channel;
        found.board = board;
        found.rise_time = (float)(rise_of(with, wave, length) * dt);
        if (isnan(found.rise_time) && i >= in->first && i < in->beyond) ++*with->unseen;
        memcpy(out + i * call->outputs[0].stride, &found, call->outputs[0].stride);
    }
    free(wave);
    return 0;
}

static const sluice_product provides[] = {
    {"rise_time", "time:<i8,endtime:<i8,board:<i4,channel:<i4,rise_time:<f4", NULL}};
static const char *const inputs[] = {"st_waveforms_stream"};
static const sluice_option options[] = {
    {"rise_from", "real", "0.1", NULL, "fraction of the height where the rise begins", 0, 1},
    {"rise_to", "real", "0.9", NULL, "fraction of the height where the rise ends", 0, 1},
    {"rise_polarity", "negative|positive", "negative", NULL, "direction of pulses", 0, 0},
    {"baseline_range", "range", "0:40", NULL, "samples averaged for the baseline", 0, 0}};

static const sluice_plugin rise_time = {
    sizeof(sluice_plugin), SLUICE_ABI, "RiseTime", "1.0", "time in ns that a pulse takes to rise",
    provides, 1, inputs, 1, options, 4,
    SLUICE_PLUGIN_ONE_PER_RECORD | SLUICE_PLUGIN_WRITES_ALL,
    0, 0, 0, 0, 0, NULL, /* no halo, no silence, any size of chunks, any number of workers, nothing of ours */
    create, compute, NULL, free, NULL};

static const sluice_plugin *const all[] = {&rise_time};

SLUICE_EXPORT const sluice_plugin *const *sluice_plugins(uint64_t *count) {
    *count = sizeof all / sizeof *all;
    return all;
}
