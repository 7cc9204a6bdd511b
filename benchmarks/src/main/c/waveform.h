/* What every C twin knows of waveforms: one contract with NativeLibrary.java. */

#ifndef SLUICE_WAVEFORM_H
#define SLUICE_WAVEFORM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Byte offsets within a record, half-open ranges of sample indices; results are two packed floats. */
struct layout {
    int64_t stride;
    int64_t wave;
    int64_t baseline;
    int32_t peak_from, peak_to;
    int32_t charge_from, charge_to;
};

static inline double baseline_of(const char *record, const struct layout *layout)
{
    double baseline;
    memcpy(&baseline, record + layout->baseline, sizeof baseline);
    return baseline;
}

static inline void store(float *result, float peak, double pedestal, double sum)
{
    result[0] = peak;
    result[1] = (float)(pedestal - sum);
}

/* Asks for the cache lines of the windows of a record that comes later: the hardware follows lines, not records. */
static inline void prefetch_windows(const char *record, const struct layout *layout, size_t sample_bytes)
{
    const char *first = record + layout->wave
        + sample_bytes * (size_t)(layout->peak_from < layout->charge_from ? layout->peak_from : layout->charge_from);
    const char *end = record + layout->wave
        + sample_bytes * (size_t)(layout->peak_to > layout->charge_to ? layout->peak_to : layout->charge_to);
    __builtin_prefetch(record + layout->baseline);
    for (const char *line = first; line < end; line += 64)
        __builtin_prefetch(line);
    __builtin_prefetch(end - 1);
}

enum { RECORDS_AHEAD = 4 };

/* Defines the entry points `name` and `name_prefetched` over a function that computes one record. */
#define ENTRY_POINTS(name, sample)                                                                                     \
    void name(const char *records, int64_t count, const struct layout *layout, float *results)                         \
    {                                                                                                                  \
        struct layout local = *layout;                                                                                 \
        for (int64_t r = 0; r < count; r++)                                                                            \
            name##_record(records + r * local.stride, &local, results + 2 * r);                                        \
    }                                                                                                                  \
    void name##_prefetched(const char *records, int64_t count, const struct layout *layout, float *results)            \
    {                                                                                                                  \
        struct layout local = *layout;                                                                                 \
        for (int64_t r = 0; r < count; r++) {                                                                          \
            prefetch_windows(records + (r + RECORDS_AHEAD) * local.stride, &local, sizeof(sample));                    \
            name##_record(records + r * local.stride, &local, results + 2 * r);                                        \
        }                                                                                                              \
    }

#endif
