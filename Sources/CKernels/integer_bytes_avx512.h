// Sums of 32 bits as bytes, by AVX-512.
#pragma once

#include <immintrin.h>

#include "include/integer_sweep.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))
#define INLINE static inline TARGET __attribute__((always_inline))

/// What is the same for all sums of a panel.
struct exit {
  __m512d high;
  __m512i zero, low;
};

INLINE struct exit exit_of(const struct integer_finish *finish) {
  struct exit exit = {
      _mm512_set1_pd(finish->high - finish->zero_point), _mm512_set1_epi32(finish->zero_point),
      _mm512_set1_epi32(finish->low)};
  return exit;
}

/// Sixteen sums as bytes. The upper limit comes first, for what is too large is no whole number of
/// 32 bits; what is too small becomes the least of them.
INLINE __m128i to_bytes(__m512i sums, const double *scale, struct exit exit) {
  __m512d a = _mm512_cvtepi32_pd(_mm512_castsi512_si256(sums));
  __m512d b = _mm512_cvtepi32_pd(_mm512_extracti64x4_epi64(sums, 1));
  a = _mm512_min_pd(_mm512_mul_pd(a, _mm512_loadu_pd(scale)), exit.high);
  b = _mm512_min_pd(_mm512_mul_pd(b, _mm512_loadu_pd(scale + 8)), exit.high);
  __m512i steps = _mm512_inserti64x4(
      _mm512_castsi256_si512(_mm512_cvtpd_epi32(a)), _mm512_cvtpd_epi32(b), 1);
  steps = _mm512_max_epi32(_mm512_add_epi32(steps, exit.zero), exit.low);
  return _mm512_cvtepi32_epi8(steps);
}
