// Sums of 32 bits as bytes, by AVX2.
#pragma once

#include <immintrin.h>

#include "include/integer_sweep.h"

#define TARGET __attribute__((target("avx2,fma")))
#define INLINE static inline TARGET __attribute__((always_inline))

INLINE __m256i load(const void *from) { return _mm256_loadu_si256((const __m256i *)from); }

/// What is the same for all sums of a panel.
struct exit {
  __m256d high;
  __m128i zero, low;
};

INLINE struct exit exit_of(const struct integer_finish *finish) {
  struct exit exit = {
      _mm256_set1_pd(finish->high - finish->zero_point), _mm_set1_epi32(finish->zero_point),
      _mm_set1_epi32(finish->low)};
  return exit;
}

/// Four sums in steps of the result. The upper limit comes first, for what is too large is no whole
/// number of 32 bits; what is too small becomes the least of them.
INLINE __m128i to_steps(__m128i sums, const double *scale, struct exit exit) {
  __m256d x = _mm256_mul_pd(_mm256_cvtepi32_pd(sums), _mm256_loadu_pd(scale));
  __m128i steps = _mm256_cvtpd_epi32(_mm256_min_pd(x, exit.high));
  return _mm_max_epi32(_mm_add_epi32(steps, exit.zero), exit.low);
}

/// Sixteen sums as bytes.
INLINE __m128i to_bytes(__m256i a, __m256i b, const double *scale, struct exit exit) {
  __m128i first = to_steps(_mm256_castsi256_si128(a), scale, exit);
  __m128i second = to_steps(_mm256_extracti128_si256(a, 1), scale + 4, exit);
  __m128i third = to_steps(_mm256_castsi256_si128(b), scale + 8, exit);
  __m128i fourth = to_steps(_mm256_extracti128_si256(b, 1), scale + 12, exit);
  return _mm_packus_epi16(_mm_packs_epi32(first, second), _mm_packs_epi32(third, fourth));
}
