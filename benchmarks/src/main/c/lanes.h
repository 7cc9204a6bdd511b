/* Vectors of the widest kind that the machine has: one spelling for AVX-512 and AVX2. */

#ifndef SLUICE_LANES_H
#define SLUICE_LANES_H

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

#if defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)

enum { SHORTS = 32, FLOATS = 16 };
typedef __m512i whole;
typedef __m512 reals;

INLINE whole load(const void *at) { return _mm512_loadu_si512(at); }
INLINE whole zero(void) { return _mm512_setzero_si512(); }
INLINE whole all16(int16_t value) { return _mm512_set1_epi16(value); }
INLINE whole flip(whole a, whole b) { return _mm512_xor_si512(a, b); }
INLINE whole pairs(whole a, whole b) { return _mm512_madd_epi16(a, b); }
INLINE whole add32(whole a, whole b) { return _mm512_add_epi32(a, b); }
INLINE int64_t total32(whole a) { return _mm512_reduce_add_epi32(a); }
/* Adds lanes of 32 bits without a sign to lanes of 64. */
INLINE whole widen(whole sum, whole a)
{
    whole low = _mm512_and_si512(a, _mm512_set1_epi64(0xffffffff));
    return _mm512_add_epi64(sum, _mm512_add_epi64(low, _mm512_srli_epi64(a, 32)));
}
INLINE int64_t total64(whole a) { return _mm512_reduce_add_epi64(a); }
INLINE uint32_t not_above(whole a, whole limit) { return _mm512_cmple_epi16_mask(a, limit); }

INLINE reals load_reals(const float *at) { return _mm512_loadu_ps(at); }
INLINE void store_reals(float *at, reals a) { _mm512_storeu_ps(at, a); }
INLINE reals all_reals(float value) { return _mm512_set1_ps(value); }
INLINE reals add_reals(reals a, reals b) { return _mm512_add_ps(a, b); }
INLINE reals times(reals a, reals b) { return _mm512_mul_ps(a, b); }
INLINE reals of_shorts(const int16_t *at)
{
    return _mm512_cvtepi32_ps(_mm512_cvtepi16_epi32(_mm256_loadu_si256((const __m256i *)at)));
}

#elif defined(__AVX2__) && defined(__BMI2__)

enum { SHORTS = 16, FLOATS = 8 };
typedef __m256i whole;
typedef __m256 reals;

INLINE whole load(const void *at) { return _mm256_loadu_si256((const __m256i *)at); }
INLINE whole zero(void) { return _mm256_setzero_si256(); }
INLINE whole all16(int16_t value) { return _mm256_set1_epi16(value); }
INLINE whole flip(whole a, whole b) { return _mm256_xor_si256(a, b); }
INLINE whole pairs(whole a, whole b) { return _mm256_madd_epi16(a, b); }
INLINE whole add32(whole a, whole b) { return _mm256_add_epi32(a, b); }
INLINE int64_t total32(whole a)
{
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
    __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(1, 0, 3, 2)));
    return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, _MM_SHUFFLE(2, 3, 0, 1))));
}
INLINE whole widen(whole sum, whole a)
{
    whole low = _mm256_and_si256(a, _mm256_set1_epi64x(0xffffffff));
    return _mm256_add_epi64(sum, _mm256_add_epi64(low, _mm256_srli_epi64(a, 32)));
}
INLINE int64_t total64(whole a)
{
    __m128i two = _mm_add_epi64(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
    return _mm_cvtsi128_si64(two) + _mm_extract_epi64(two, 1);
}
INLINE uint32_t not_above(whole a, whole limit)
{
    uint32_t above = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi16(a, limit));
    return _pext_u32(~above, 0x55555555);
}

INLINE reals load_reals(const float *at) { return _mm256_loadu_ps(at); }
INLINE void store_reals(float *at, reals a) { _mm256_storeu_ps(at, a); }
INLINE reals all_reals(float value) { return _mm256_set1_ps(value); }
INLINE reals add_reals(reals a, reals b) { return _mm256_add_ps(a, b); }
INLINE reals times(reals a, reals b) { return _mm256_mul_ps(a, b); }
INLINE reals of_shorts(const int16_t *at)
{
    return _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)at)));
}

#else
#error "these twins are written for AVX-512 or AVX2; the machine has neither"
#endif

#endif
