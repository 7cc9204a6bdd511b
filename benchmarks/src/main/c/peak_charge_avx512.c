/* Peak and charge, written for AVX-512 (F, BW, DQ, VL) with intrinsics; the results equal the kernels' bit for bit.
 *
 * Minimum and maximum may see a sample twice, so the last vector of the peak window overlaps the one before. Integers
 * are summed by multiply-add with ones into 32-bit lanes: exact for windows of up to 32768 samples. Floats are summed in
 * float64 in 16 partial sums; no float may be NaN. */

#include <immintrin.h>

#include "waveform.h"

#define INLINE static inline __attribute__((always_inline))

/* phminposuw finds the least of eight unsigned 16-bit lanes; `flip` maps the wanted order onto that one. */
INLINE uint16_t least16(__m256i v, uint16_t flip)
{
    __m256i flipped = _mm256_xor_si256(v, _mm256_set1_epi16((short)flip));
    __m128i least = _mm_min_epu16(_mm256_castsi256_si128(flipped), _mm256_extracti128_si256(flipped, 1));
    return (uint16_t)(_mm_extract_epi16(_mm_minpos_epu16(least), 0) ^ flip);
}

#define INTEGER_PEAK(suffix, epi)                                                                                      \
    INLINE void extremes_##suffix(const void *samples, int32_t n, __m256i *low, __m256i *high)                         \
    {                                                                                                                  \
        const char *at = samples;                                                                                      \
        __m512i least, most;                                                                                           \
        if (n >= 32) {                                                                                                 \
            least = most = _mm512_loadu_si512(at);                                                                     \
            for (int32_t i = 32; i + 32 < n; i += 32) {                                                                \
                __m512i v = _mm512_loadu_si512(at + 2 * i);                                                            \
                least = _mm512_min_##epi(least, v);                                                                    \
                most = _mm512_max_##epi(most, v);                                                                      \
            }                                                                                                          \
            __m512i last = _mm512_loadu_si512(at + 2 * (n - 32));                                                      \
            least = _mm512_min_##epi(least, last);                                                                     \
            most = _mm512_max_##epi(most, last);                                                                       \
        } else {                                                                                                       \
            int16_t first;                                                                                             \
            memcpy(&first, at, sizeof first);                                                                          \
            least = most = _mm512_mask_loadu_epi16(_mm512_set1_epi16(first), (1u << n) - 1, at);                       \
        }                                                                                                              \
        *low = _mm256_min_##epi(_mm512_castsi512_si256(least), _mm512_extracti64x4_epi64(least, 1));                   \
        *high = _mm256_max_##epi(_mm512_castsi512_si256(most), _mm512_extracti64x4_epi64(most, 1));                    \
    }

INTEGER_PEAK(int16, epi16)
INTEGER_PEAK(uint16, epu16)

/* Sum of (sample ^ flip) as signed 16-bit numbers. */
INLINE int32_t sum16(const void *samples, int32_t n, short flip)
{
    const char *at = samples;
    const __m512i ones = _mm512_set1_epi16(1), flips = _mm512_set1_epi16(flip);
    __m512i even = _mm512_setzero_si512(), odd = even;
    int32_t i = 0;
#define ADD(sum, v) sum = _mm512_add_epi32(sum, _mm512_madd_epi16(flip ? _mm512_xor_si512(v, flips) : (v), ones))
    for (; i + 64 <= n; i += 64) {
        ADD(even, _mm512_loadu_si512(at + 2 * i));
        ADD(odd, _mm512_loadu_si512(at + 2 * i + 64));
    }
    if (i + 32 <= n) {
        ADD(even, _mm512_loadu_si512(at + 2 * i));
        i += 32;
    }
    if (i < n)
        ADD(odd, _mm512_mask_loadu_epi16(flips, (1u << (n - i)) - 1, at + 2 * i));
#undef ADD
    return _mm512_reduce_add_epi32(_mm512_add_epi32(even, odd));
}

INLINE void peak_charge_int16_record(const char *record, const struct layout *layout, float *result)
{
    const int16_t *wave = (const int16_t *)(record + layout->wave);
    int32_t n = layout->charge_to - layout->charge_from;
    __m256i low, high;
    extremes_int16(wave + layout->peak_from, layout->peak_to - layout->peak_from, &low, &high);
    int32_t peak = (int16_t)least16(high, 0x7fff) - (int16_t)least16(low, 0x8000);
    store(result, (float)peak, n * baseline_of(record, layout), sum16(wave + layout->charge_from, n, 0));
}

INLINE void peak_charge_uint16_record(const char *record, const struct layout *layout, float *result)
{
    const uint16_t *wave = (const uint16_t *)(record + layout->wave);
    int32_t n = layout->charge_to - layout->charge_from;
    __m256i low, high;
    extremes_uint16(wave + layout->peak_from, layout->peak_to - layout->peak_from, &low, &high);
    int32_t peak = least16(high, 0xffff) - least16(low, 0);
    int64_t sum = sum16(wave + layout->charge_from, n, INT16_MIN) + 32768 * (int64_t)n;
    store(result, (float)peak, n * baseline_of(record, layout), (double)sum);
}

INLINE float peak_float32(const float *samples, int32_t n)
{
    __m512 least, most;
    if (n >= 16) {
        least = most = _mm512_loadu_ps(samples);
        for (int32_t i = 16; i + 16 < n; i += 16) {
            __m512 v = _mm512_loadu_ps(samples + i);
            least = _mm512_min_ps(least, v);
            most = _mm512_max_ps(most, v);
        }
        __m512 last = _mm512_loadu_ps(samples + n - 16);
        least = _mm512_min_ps(least, last);
        most = _mm512_max_ps(most, last);
    } else {
        least = most = _mm512_mask_loadu_ps(_mm512_set1_ps(samples[0]), (__mmask16)((1u << n) - 1), samples);
    }
    return _mm512_reduce_max_ps(most) - _mm512_reduce_min_ps(least);
}

/* Lanes j of `low` and `high` are the partial sums j and j + 8. */
INLINE double fold(__m512d low, __m512d high)
{
    __m512d eight = _mm512_add_pd(low, high);
    __m256d four = _mm256_add_pd(_mm512_castpd512_pd256(eight), _mm512_extractf64x4_pd(eight, 1));
    __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

INLINE double sum_float32(const float *samples, int32_t n)
{
    __m512d low = _mm512_setzero_pd(), high = low;
    int32_t i = 0;
    for (; i + 16 <= n; i += 16) {
        low = _mm512_add_pd(low, _mm512_cvtps_pd(_mm256_loadu_ps(samples + i)));
        high = _mm512_add_pd(high, _mm512_cvtps_pd(_mm256_loadu_ps(samples + i + 8)));
    }
    if (i < n) {
        uint32_t rest = (1u << (n - i)) - 1;
        low = _mm512_add_pd(low, _mm512_cvtps_pd(_mm256_maskz_loadu_ps((__mmask8)rest, samples + i)));
        high = _mm512_add_pd(high, _mm512_cvtps_pd(_mm256_maskz_loadu_ps((__mmask8)(rest >> 8), samples + i + 8)));
    }
    return fold(low, high);
}

INLINE void peak_charge_float32_record(const char *record, const struct layout *layout, float *result)
{
    const float *wave = (const float *)(record + layout->wave);
    int32_t n = layout->charge_to - layout->charge_from;
    store(result, peak_float32(wave + layout->peak_from, layout->peak_to - layout->peak_from),
          n * baseline_of(record, layout), sum_float32(wave + layout->charge_from, n));
}

ENTRY_POINTS(peak_charge_int16, int16_t)
ENTRY_POINTS(peak_charge_uint16, uint16_t)
ENTRY_POINTS(peak_charge_float32, float)
