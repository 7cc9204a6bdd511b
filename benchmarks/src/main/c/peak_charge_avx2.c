/* Peak and charge, written for AVX2 with intrinsics; see peak_charge_avx512.c. Windows shorter than a vector are summed
 * sample by sample, as there are no masks. */

#include <immintrin.h>

#include "waveform.h"

#define INLINE static inline __attribute__((always_inline))

INLINE uint16_t least16(__m128i v, uint16_t flip)
{
    __m128i flipped = _mm_xor_si128(v, _mm_set1_epi16((short)flip));
    return (uint16_t)(_mm_extract_epi16(_mm_minpos_epu16(flipped), 0) ^ flip);
}

#define INTEGER_PEAK(sample, suffix, epi)                                                                              \
    INLINE void extremes_##suffix(const sample *samples, int32_t n, __m128i *low, __m128i *high)                       \
    {                                                                                                                  \
        __m256i least, most;                                                                                           \
        if (n >= 16) {                                                                                                 \
            least = most = _mm256_loadu_si256((const __m256i *)samples);                                               \
            for (int32_t i = 16; i + 16 < n; i += 16) {                                                                \
                __m256i v = _mm256_loadu_si256((const __m256i *)(samples + i));                                        \
                least = _mm256_min_##epi(least, v);                                                                    \
                most = _mm256_max_##epi(most, v);                                                                      \
            }                                                                                                          \
            __m256i last = _mm256_loadu_si256((const __m256i *)(samples + n - 16));                                    \
            least = _mm256_min_##epi(least, last);                                                                     \
            most = _mm256_max_##epi(most, last);                                                                       \
        } else {                                                                                                       \
            least = most = _mm256_set1_epi16((short)samples[0]);                                                       \
            for (int32_t i = 1; i < n; i++) {                                                                          \
                __m256i v = _mm256_set1_epi16((short)samples[i]);                                                      \
                least = _mm256_min_##epi(least, v);                                                                    \
                most = _mm256_max_##epi(most, v);                                                                      \
            }                                                                                                          \
        }                                                                                                              \
        *low = _mm_min_##epi(_mm256_castsi256_si128(least), _mm256_extracti128_si256(least, 1));                       \
        *high = _mm_max_##epi(_mm256_castsi256_si128(most), _mm256_extracti128_si256(most, 1));                        \
    }

INTEGER_PEAK(int16_t, int16, epi16)
INTEGER_PEAK(uint16_t, uint16, epu16)

INLINE int32_t add_lanes(__m256i v)
{
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(1, 0, 3, 2)));
    return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, _MM_SHUFFLE(2, 3, 0, 1))));
}

/* Sum of (sample ^ flip) as signed 16-bit numbers. */
INLINE int32_t sum16(const int16_t *samples, int32_t n, int16_t flip)
{
    const __m256i ones = _mm256_set1_epi16(1), flips = _mm256_set1_epi16(flip);
    __m256i even = _mm256_setzero_si256(), odd = even;
    int32_t i = 0;
#define LOAD(at) _mm256_loadu_si256((const __m256i *)(samples + (at)))
#define ADD(sum, v) sum = _mm256_add_epi32(sum, _mm256_madd_epi16(flip ? _mm256_xor_si256(v, flips) : (v), ones))
    for (; i + 32 <= n; i += 32) {
        ADD(even, LOAD(i));
        ADD(odd, LOAD(i + 16));
    }
    if (i + 16 <= n) {
        ADD(even, LOAD(i));
        i += 16;
    }
#undef ADD
#undef LOAD
    int32_t sum = add_lanes(_mm256_add_epi32(even, odd));
    for (; i < n; i++)
        sum += (int16_t)(samples[i] ^ flip);
    return sum;
}

INLINE void peak_charge_int16_record(const char *record, const struct layout *layout, float *result)
{
    const int16_t *wave = (const int16_t *)(record + layout->wave);
    int32_t n = layout->charge_to - layout->charge_from;
    __m128i low, high;
    extremes_int16(wave + layout->peak_from, layout->peak_to - layout->peak_from, &low, &high);
    int32_t peak = (int16_t)least16(high, 0x7fff) - (int16_t)least16(low, 0x8000);
    store(result, (float)peak, n * baseline_of(record, layout), sum16(wave + layout->charge_from, n, 0));
}

INLINE void peak_charge_uint16_record(const char *record, const struct layout *layout, float *result)
{
    const uint16_t *wave = (const uint16_t *)(record + layout->wave);
    int32_t n = layout->charge_to - layout->charge_from;
    __m128i low, high;
    extremes_uint16(wave + layout->peak_from, layout->peak_to - layout->peak_from, &low, &high);
    int32_t peak = least16(high, 0xffff) - least16(low, 0);
    int64_t sum = sum16((const int16_t *)wave + layout->charge_from, n, INT16_MIN) + 32768 * (int64_t)n;
    store(result, (float)peak, n * baseline_of(record, layout), (double)sum);
}

INLINE float peak_float32(const float *samples, int32_t n)
{
    float least = samples[0], most = samples[0];
    if (n >= 8) {
        __m256 low = _mm256_loadu_ps(samples), high = low;
        for (int32_t i = 8; i + 8 < n; i += 8) {
            __m256 v = _mm256_loadu_ps(samples + i);
            low = _mm256_min_ps(low, v);
            high = _mm256_max_ps(high, v);
        }
        __m256 last = _mm256_loadu_ps(samples + n - 8);
        low = _mm256_min_ps(low, last);
        high = _mm256_max_ps(high, last);
        __m128 low4 = _mm_min_ps(_mm256_castps256_ps128(low), _mm256_extractf128_ps(low, 1));
        __m128 high4 = _mm_max_ps(_mm256_castps256_ps128(high), _mm256_extractf128_ps(high, 1));
        low4 = _mm_min_ps(low4, _mm_movehl_ps(low4, low4));
        high4 = _mm_max_ps(high4, _mm_movehl_ps(high4, high4));
        least = _mm_cvtss_f32(_mm_min_ss(low4, _mm_movehdup_ps(low4)));
        most = _mm_cvtss_f32(_mm_max_ss(high4, _mm_movehdup_ps(high4)));
    } else {
        for (int32_t i = 1; i < n; i++) {
            least = samples[i] < least ? samples[i] : least;
            most = samples[i] > most ? samples[i] : most;
        }
    }
    return most - least;
}

INLINE double sum_float32(const float *samples, int32_t n)
{
    __m256d partial[4] = {_mm256_setzero_pd(), _mm256_setzero_pd(), _mm256_setzero_pd(), _mm256_setzero_pd()};
    int32_t i = 0;
    for (; i + 16 <= n; i += 16)
        for (int32_t j = 0; j < 4; j++)
            partial[j] = _mm256_add_pd(partial[j], _mm256_cvtps_pd(_mm_loadu_ps(samples + i + 4 * j)));
    if (i < n) {
        float rest[16] = {0};
        memcpy(rest, samples + i, (size_t)(n - i) * sizeof *rest);
        for (int32_t j = 0; j < 4; j++)
            partial[j] = _mm256_add_pd(partial[j], _mm256_cvtps_pd(_mm_loadu_ps(rest + 4 * j)));
    }
    __m256d four = _mm256_add_pd(_mm256_add_pd(partial[0], partial[2]), _mm256_add_pd(partial[1], partial[3]));
    __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
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
