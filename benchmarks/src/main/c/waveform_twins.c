/* Twins of the kernels of baseline, threshold hits and FIR filters, written with intrinsics.
 *
 * Samples of type uint16 are looked at as int16 with the highest bit flipped: flipped = 0x8000, else 0. */

#include <math.h>

#include "lanes.h"

/* Mean and root mean square around it over `n` samples, 1 to 32768: two floats per record. The sums are exact. */
static void baseline(const char *records, int64_t count, int64_t stride, int64_t window, int32_t n, int16_t flipped,
                     float *results)
{
    const whole ones = all16(1), flips = all16(flipped);
    const int64_t offset = flipped ? 32768 : 0;
    for (int64_t r = 0; r < count; r++) {
        const int16_t *samples = (const int16_t *)(records + r * stride + window);
        whole sums = zero(), squares = zero();
        int32_t i = 0;
        for (; i + SHORTS <= n; i += SHORTS) {
            whole v = flip(load(samples + i), flips);
            sums = add32(sums, pairs(v, ones));
            squares = widen(squares, pairs(v, v));
        }
        int64_t sum = total32(sums), square = total64(squares);
        for (; i < n; i++) {
            int64_t sample = (int16_t)(samples[i] ^ flipped);
            sum += sample;
            square += sample * sample;
        }
        /* n times the sum of squares around the mean does not change with an offset of all samples. */
        int64_t spread = n * square - sum * sum;
        results[2 * r] = (float)((double)(sum + n * offset) / n);
        results[2 * r + 1] = (float)(sqrt((double)spread) / n);
    }
}

void baseline_int16(const char *records, int64_t count, int64_t stride, int64_t window, int32_t n, float *results)
{
    baseline(records, count, stride, window, n, 0, results);
}

void baseline_uint16(const char *records, int64_t count, int64_t stride, int64_t window, int32_t n, float *results)
{
    baseline(records, count, stride, window, n, INT16_MIN, results);
}

/* A run of samples [start, end) of one record, at or below the limit, and their sum. */
struct hit {
    int32_t record, start, end, sum;
};

/* Closes the run that began at `start`; counts it even where there is no room for it. */
INLINE int64_t close_run(struct hit *hits, int64_t found, int64_t capacity, int64_t record, const int16_t *samples,
                         int32_t start, int32_t end, int16_t flipped)
{
    if (found < capacity) {
        int32_t sum = 0;
        for (int32_t i = start; i < end; i++)
            sum += flipped ? (uint16_t)samples[i] : samples[i];
        hits[found] = (struct hit){(int32_t)record, start, end, sum};
    }
    return found + 1;
}

/* Runs of samples at or below baseline - threshold (negative pulses), in order; the baseline is a float64 of the record.
 * Returns how many there are; writes as many as `capacity` holds. */
static int64_t hits(const char *records, int64_t count, int64_t stride, int64_t wave, int64_t baseline_place, int32_t n,
                    double threshold, int16_t flipped, struct hit *hits, int64_t capacity)
{
    const whole flips = all16(flipped);
    const double least = flipped ? 0 : -32768, most = flipped ? 65535 : 32767;
    int64_t found = 0;
    for (int64_t r = 0; r < count; r++) {
        const int16_t *samples = (const int16_t *)(records + r * stride + wave);
        double baseline;
        memcpy(&baseline, records + r * stride + baseline_place, sizeof baseline);
        double level = floor(baseline - threshold);
        if (level < least)
            continue;
        int16_t limit = (int16_t)((uint16_t)(int32_t)(level > most ? most : level) ^ (uint16_t)flipped);
        whole limits = all16(limit);
        int32_t start = -1, i = 0;
        for (; i + SHORTS <= n; i += SHORTS) {
            uint64_t low = not_above(flip(load(samples + i), flips), limits);
            if (low == 0 && start < 0)
                continue;
            /* Edges: a bit that differs from the one before it. */
            uint64_t edges = (low ^ (low << 1 | (start >= 0))) & ((1ull << SHORTS) - 1);
            for (; edges; edges &= edges - 1) {
                int32_t at = i + __builtin_ctzll(edges);
                if (start < 0) {
                    start = at;
                } else {
                    found = close_run(hits, found, capacity, r, samples, start, at, flipped);
                    start = -1;
                }
            }
        }
        for (; i < n; i++) {
            int is_low = (int16_t)(samples[i] ^ flipped) <= limit;
            if (is_low && start < 0) {
                start = i;
            } else if (!is_low && start >= 0) {
                found = close_run(hits, found, capacity, r, samples, start, i, flipped);
                start = -1;
            }
        }
        if (start >= 0)
            found = close_run(hits, found, capacity, r, samples, start, n, flipped);
    }
    return found;
}

int64_t hits_int16(const char *records, int64_t count, int64_t stride, int64_t wave, int64_t baseline_place, int32_t n,
                   double threshold, struct hit *found, int64_t capacity)
{
    return hits(records, count, stride, wave, baseline_place, n, threshold, 0, found, capacity);
}

int64_t hits_uint16(const char *records, int64_t count, int64_t stride, int64_t wave, int64_t baseline_place, int32_t n,
                    double threshold, struct hit *found, int64_t capacity)
{
    return hits(records, count, stride, wave, baseline_place, n, threshold, INT16_MIN, found, capacity);
}

enum { TAPS = 11, MOST_SAMPLES = 1 << 16 };

/* y[i] = sum over k of taps[k] * x[i + k - 5], samples outside the record being 0; in float32, by rising k, each product
 * rounded before it is added. `n` is at most 65536; results are n floats per record. */
void fir11_int16(const char *records, int64_t count, int64_t stride, int64_t wave, int32_t n, const float *taps,
                 float *results)
{
    static _Thread_local float padded[MOST_SAMPLES + TAPS + 2 * FLOATS];
    float *first = padded + TAPS / 2;
    memset(padded, 0, TAPS / 2 * sizeof *padded);
    for (int64_t r = 0; r < count; r++) {
        const int16_t *samples = (const int16_t *)(records + r * stride + wave);
        float *out = results + r * n;
        int32_t i = 0;
        for (; i + FLOATS <= n; i += FLOATS)
            store_reals(first + i, of_shorts(samples + i));
        for (; i < n; i++)
            first[i] = samples[i];
        memset(first + n, 0, (TAPS + FLOATS) * sizeof *first);
        for (i = 0; i + FLOATS <= n; i += FLOATS) {
            reals sum = times(all_reals(taps[0]), load_reals(padded + i));
            for (int32_t k = 1; k < TAPS; k++)
                sum = add_reals(sum, times(all_reals(taps[k]), load_reals(padded + i + k)));
            store_reals(out + i, sum);
        }
        for (; i < n; i++) {
            float sum = taps[0] * padded[i];
            for (int32_t k = 1; k < TAPS; k++)
                sum += taps[k] * padded[i + k];
            out[i] = sum;
        }
    }
}
