#if defined(__x86_64__)
#include <immintrin.h>

#include "half_sets.h"

#define TARGET __attribute__((target("avx2,f16c")))

// What fills no vector goes to the portable loops: they give the same bits.

TARGET void kernel_narrow_half_avx2(const float *x, unsigned short *to, long count) {
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    __m128i half = _mm256_cvtps_ph(_mm256_loadu_ps(x + i), _MM_FROUND_TO_NEAREST_INT);
    _mm_storeu_si128((__m128i *)(void *)(to + i), half);
  }
  kernel_narrow_half_portable(x + i, to + i, count - i);
}

TARGET void kernel_widen_half_avx2(const unsigned short *x, float *to, long count) {
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    __m128i half = _mm_loadu_si128((const __m128i *)(const void *)(x + i));
    _mm256_storeu_ps(to + i, _mm256_cvtph_ps(half));
  }
  kernel_widen_half_portable(x + i, to + i, count - i);
}

/// All bits of the lanes that hold NaN.
TARGET static inline __m256i nan_lanes(__m256i bits) {
  __m256i size = _mm256_and_si256(bits, _mm256_set1_epi32(0x7fffffff));
  return _mm256_cmpgt_epi32(size, _mm256_set1_epi32(0x7f800000));
}

TARGET void kernel_narrow_bfloat_avx2(const float *x, unsigned short *to, long count) {
  const __m256i one = _mm256_set1_epi32(1);
  const __m256i below_half = _mm256_set1_epi32(0x7fff);
  const __m256i quiet = _mm256_set1_epi32(0x40);
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    __m256i bits = _mm256_castps_si256(_mm256_loadu_ps(x + i));
    __m256i upper = _mm256_srli_epi32(bits, 16);
    __m256i odd = _mm256_and_si256(upper, one);
    __m256i sum = _mm256_add_epi32(_mm256_add_epi32(bits, below_half), odd);
    __m256i nan = _mm256_or_si256(upper, quiet);
    __m256i result = _mm256_blendv_epi8(_mm256_srli_epi32(sum, 16), nan, nan_lanes(bits));
    result = _mm256_packus_epi32(result, result);
    result = _mm256_permute4x64_epi64(result, 0x08);
    _mm_storeu_si128((__m128i *)(void *)(to + i), _mm256_castsi256_si128(result));
  }
  kernel_narrow_bfloat_portable(x + i, to + i, count - i);
}

TARGET void kernel_widen_bfloat_avx2(const unsigned short *x, float *to, long count) {
  const __m256i quiet = _mm256_set1_epi32(0x400000);
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    __m128i half = _mm_loadu_si128((const __m128i *)(const void *)(x + i));
    __m256i bits = _mm256_slli_epi32(_mm256_cvtepu16_epi32(half), 16);
    bits = _mm256_or_si256(bits, _mm256_and_si256(nan_lanes(bits), quiet));
    _mm256_storeu_ps(to + i, _mm256_castsi256_ps(bits));
  }
  kernel_widen_bfloat_portable(x + i, to + i, count - i);
}
#endif
