// Eight floats at a time, for the files that end in _avx2.c.
//
// The loops of elementwise_loops.h and reduction_loops.h are written once, in the words below, and
// compiled for each instruction set with its own vector.h before them.
#pragma once

#include <immintrin.h>

#define KERNEL_TARGET __attribute__((target("avx2,fma")))
#define KERNEL(name) kernel_##name##_avx2
#define INLINE static inline KERNEL_TARGET __attribute__((always_inline))

enum { LANES = 8 };
typedef __m256 vector;
/// All bits of a lane, or none.
typedef __m256 mask;

INLINE vector broadcast(float x) { return _mm256_set1_ps(x); }
INLINE vector load(const float *from) { return _mm256_loadu_ps(from); }
INLINE void store(float *to, vector x) { _mm256_storeu_ps(to, x); }

INLINE __m256i lanes_below(long count) {
  __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), lane);
}

/// The first `count` floats, fewer than a vector; the lanes after them are 0.
INLINE vector load_part(const float *from, long count) {
  return _mm256_maskload_ps(from, lanes_below(count));
}
INLINE void store_part(float *to, vector x, long count) {
  _mm256_maskstore_ps(to, lanes_below(count), x);
}
/// `x` in the first `count` lanes and `other` in those after them.
INLINE vector keep_part(vector x, vector other, long count) {
  return _mm256_blendv_ps(other, x, _mm256_castsi256_ps(lanes_below(count)));
}

INLINE vector add(vector a, vector b) { return _mm256_add_ps(a, b); }
INLINE vector subtract(vector a, vector b) { return _mm256_sub_ps(a, b); }
INLINE vector multiply(vector a, vector b) { return _mm256_mul_ps(a, b); }
INLINE vector divide(vector a, vector b) { return _mm256_div_ps(a, b); }
/// a * b + c.
INLINE vector multiply_add(vector a, vector b, vector c) { return _mm256_fmadd_ps(a, b, c); }
INLINE vector square_root(vector x) { return _mm256_sqrt_ps(x); }
INLINE vector absolute(vector x) { return _mm256_andnot_ps(broadcast(-0.0f), x); }
/// The size of `x` with the sign of `sign`; `x` is not negative.
INLINE vector with_sign(vector x, vector sign) {
  return _mm256_or_ps(x, _mm256_and_ps(broadcast(-0.0f), sign));
}

/// False where either is NaN.
INLINE mask less(vector a, vector b) { return _mm256_cmp_ps(a, b, _CMP_LT_OQ); }
/// False where either is NaN.
INLINE mask at_most(vector a, vector b) { return _mm256_cmp_ps(a, b, _CMP_LE_OQ); }
/// `a` where the mask is set, else `b`.
INLINE vector choose(mask m, vector a, vector b) { return _mm256_blendv_ps(b, a, m); }
/// The larger, element by element; `x` where it is NaN.
INLINE vector raise_to(vector x, vector least) { return _mm256_max_ps(least, x); }
/// The smaller, element by element; `x` where it is NaN.
INLINE vector lower_to(vector x, vector most) { return _mm256_min_ps(most, x); }
INLINE int any(mask m) { return _mm256_movemask_ps(m) != 0; }

/// The nearest whole number, of a size below 2²²; the even one of two.
INLINE vector round_to_whole(vector x) {
  return _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

/// x * 2ⁿ for a whole n from -252 to 254, in two steps: 2ⁿ alone may be no float.
INLINE vector scale_by_power(vector x, vector n) {
  __m256i whole = _mm256_cvtps_epi32(n);
  __m256i half = _mm256_srai_epi32(whole, 1);
  __m256i bias = _mm256_set1_epi32(127);
  __m256i low = _mm256_slli_epi32(_mm256_add_epi32(half, bias), 23);
  __m256i high = _mm256_slli_epi32(_mm256_add_epi32(_mm256_sub_epi32(whole, half), bias), 23);
  return multiply(multiply(x, _mm256_castsi256_ps(low)), _mm256_castsi256_ps(high));
}
