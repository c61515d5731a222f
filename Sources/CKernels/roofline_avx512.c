#if defined(__x86_64__)
#include <immintrin.h>

#include "roofline_families.h"

// Twelve chains: as many as latency times pipes of any processor of this family or more, and few
// enough for its registers. They are named because an array of them would lie on the stack.
__attribute__((target("avx512f")))
double roofline_peak_avx512(long rounds, float *sum) {
  // They converge, so that the numbers stay ordinary however long it runs.
  volatile float given_factor = 0.5f, given_addend = 1.0f;
  __m512 factor = _mm512_set1_ps(given_factor), addend = _mm512_set1_ps(given_addend);
  __m512 s0 = addend, s1 = addend, s2 = addend, s3 = addend;
  __m512 s4 = addend, s5 = addend, s6 = addend, s7 = addend;
  __m512 s8 = addend, s9 = addend, s10 = addend, s11 = addend;
  for (long round = 0; round < rounds; round++) {
    s0 = _mm512_fmadd_ps(s0, factor, addend);
    s1 = _mm512_fmadd_ps(s1, factor, addend);
    s2 = _mm512_fmadd_ps(s2, factor, addend);
    s3 = _mm512_fmadd_ps(s3, factor, addend);
    s4 = _mm512_fmadd_ps(s4, factor, addend);
    s5 = _mm512_fmadd_ps(s5, factor, addend);
    s6 = _mm512_fmadd_ps(s6, factor, addend);
    s7 = _mm512_fmadd_ps(s7, factor, addend);
    s8 = _mm512_fmadd_ps(s8, factor, addend);
    s9 = _mm512_fmadd_ps(s9, factor, addend);
    s10 = _mm512_fmadd_ps(s10, factor, addend);
    s11 = _mm512_fmadd_ps(s11, factor, addend);
  }
  s0 = _mm512_add_ps(s0, s6);
  s1 = _mm512_add_ps(s1, s7);
  s2 = _mm512_add_ps(s2, s8);
  s3 = _mm512_add_ps(s3, s9);
  s4 = _mm512_add_ps(s4, s10);
  s5 = _mm512_add_ps(s5, s11);
  s0 = _mm512_add_ps(s0, s3);
  s1 = _mm512_add_ps(s1, s4);
  s2 = _mm512_add_ps(s2, s5);
  s0 = _mm512_add_ps(s0, s1);
  s0 = _mm512_add_ps(s0, s2);
  float lanes[16];
  _mm512_storeu_ps(lanes, s0);
  float total = 0;
  for (int lane = 0; lane < 16; lane++) total += lanes[lane];
  *sum = total;
  return 2.0 * 12 * 16 * (double)rounds;
}

__attribute__((target("avx512f")))
float roofline_read_avx512(const float *values, long count) {
  __m512 s0 = _mm512_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
  __m512 s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  long index = 0;
  for (; index + 128 <= count; index += 128) {
    const float *block = values + index;
    s0 = _mm512_add_ps(s0, _mm512_loadu_ps(block));
    s1 = _mm512_add_ps(s1, _mm512_loadu_ps(block + 16));
    s2 = _mm512_add_ps(s2, _mm512_loadu_ps(block + 32));
    s3 = _mm512_add_ps(s3, _mm512_loadu_ps(block + 48));
    s4 = _mm512_add_ps(s4, _mm512_loadu_ps(block + 64));
    s5 = _mm512_add_ps(s5, _mm512_loadu_ps(block + 80));
    s6 = _mm512_add_ps(s6, _mm512_loadu_ps(block + 96));
    s7 = _mm512_add_ps(s7, _mm512_loadu_ps(block + 112));
  }
  s0 = _mm512_add_ps(s0, s4);
  s1 = _mm512_add_ps(s1, s5);
  s2 = _mm512_add_ps(s2, s6);
  s3 = _mm512_add_ps(s3, s7);
  s0 = _mm512_add_ps(s0, s2);
  s1 = _mm512_add_ps(s1, s3);
  s0 = _mm512_add_ps(s0, s1);
  float lanes[16];
  _mm512_storeu_ps(lanes, s0);
  float total = 0;
  for (; index < count; index++) total += values[index];
  for (int lane = 0; lane < 16; lane++) total += lanes[lane];
  return total;
}

#endif
