/* The C twin of the peak and charge kernel, in plain loops for the compiler to vectorize.
 *
 * Results equal the kernel's bit for bit: integer sums are exact, float samples are summed in float64 in 16 partial
 * sums that are folded in a fixed order, and nothing is contracted into a fused multiply-add. No window may be empty, and
 * no float NaN. */

#include "waveform.h"

enum { PARTIALS = 16 };

#define PEAK(type, wave, from, to, low, high)                                                                          \
    type low = (wave)[from], high = low;                                                                               \
    for (int32_t i = (from) + 1; i < (to); i++) {                                                                      \
        type sample = (wave)[i];                                                                                       \
        low = sample < low ? sample : low;                                                                             \
        high = sample > high ? sample : high;                                                                          \
    }

#define INTEGER_KERNEL(name, type)                                                                                     \
    void name(const char *records, int64_t count, const struct layout *layout, float *results)                         \
    {                                                                                                                  \
        int32_t n = layout->charge_to - layout->charge_from;                                                           \
        for (int64_t r = 0; r < count; r++) {                                                                          \
            const char *record = records + r * layout->stride;                                                         \
            const type *wave = (const type *)(record + layout->wave);                                                  \
            PEAK(type, wave, layout->peak_from, layout->peak_to, low, high)                                            \
            int32_t sum = 0;                                                                                           \
            for (int32_t i = layout->charge_from; i < layout->charge_to; i++)                                          \
                sum += wave[i];                                                                                        \
            store(results + 2 * r, (float)(high - low), n * baseline_of(record, layout), sum);                         \
        }                                                                                                              \
    }

INTEGER_KERNEL(peak_charge_int16, int16_t)
INTEGER_KERNEL(peak_charge_uint16, uint16_t)

static double sum_of_floats(const float *samples, int32_t count)
{
    double partial[PARTIALS] = {0};
    int32_t i = 0;
    for (; i + PARTIALS <= count; i += PARTIALS)
        for (int32_t j = 0; j < PARTIALS; j++)
            partial[j] += samples[i + j];
    for (int32_t j = 0; i + j < count; j++)
        partial[j] += samples[i + j];
    for (int32_t distance = PARTIALS / 2; distance > 0; distance /= 2)
        for (int32_t j = 0; j < distance; j++)
            partial[j] += partial[j + distance];
    return partial[0];
}

void peak_charge_float32(const char *records, int64_t count, const struct layout *layout, float *results)
{
    int32_t n = layout->charge_to - layout->charge_from;
    for (int64_t r = 0; r < count; r++) {
        const char *record = records + r * layout->stride;
        const float *wave = (const float *)(record + layout->wave);
        PEAK(float, wave, layout->peak_from, layout->peak_to, low, high)
        store(results + 2 * r, high - low, n * baseline_of(record, layout),
              sum_of_floats(wave + layout->charge_from, n));
    }
}
