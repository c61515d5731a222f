// Four floats at a time, for the files that end in _neon.c; vector_avx2.h says what each word does.
#pragma once

#include <arm_neon.h>

#define KERNEL_TARGET
#define KERNEL(name) kernel_##name##_neon
#define INLINE static inline __attribute__((always_inline))

enum { LANES = 4 };
typedef float32x4_t vector;
typedef uint32x4_t mask;

INLINE vector broadcast(float x) { return vdupq_n_f32(x); }
INLINE vector load(const float *from) { return vld1q_f32(from); }
INLINE void store(float *to, vector x) { vst1q_f32(to, x); }

INLINE uint32x4_t lanes_below(long count) {
  static const unsigned lane[4] = {0, 1, 2, 3};
  return vcltq_u32(vld1q_u32(lane), vdupq_n_u32((unsigned)count));
}
INLINE vector load_part(const float *from, long count) {
  float copy[4] = {0, 0, 0, 0};
  for (long i = 0; i < count; i++) copy[i] = from[i];
  return vld1q_f32(copy);
}
INLINE void store_part(float *to, vector x, long count) {
  float copy[4];
  vst1q_f32(copy, x);
  for (long i = 0; i < count; i++) to[i] = copy[i];
}
INLINE vector keep_part(vector x, vector other, long count) {
  return vbslq_f32(lanes_below(count), x, other);
}

INLINE vector add(vector a, vector b) { return vaddq_f32(a, b); }
INLINE vector subtract(vector a, vector b) { return vsubq_f32(a, b); }
INLINE vector multiply(vector a, vector b) { return vmulq_f32(a, b); }
INLINE vector divide(vector a, vector b) { return vdivq_f32(a, b); }
INLINE vector multiply_add(vector a, vector b, vector c) { return vfmaq_f32(c, a, b); }
INLINE vector square_root(vector x) { return vsqrtq_f32(x); }
INLINE vector absolute(vector x) { return vabsq_f32(x); }
INLINE vector with_sign(vector x, vector sign) {
  return vbslq_f32(vdupq_n_u32(0x80000000u), sign, x);
}

INLINE mask less(vector a, vector b) { return vcltq_f32(a, b); }
INLINE mask at_most(vector a, vector b) { return vcleq_f32(a, b); }
INLINE vector choose(mask m, vector a, vector b) { return vbslq_f32(m, a, b); }
INLINE vector raise_to(vector x, vector least) { return vbslq_f32(vcltq_f32(x, least), least, x); }
INLINE vector lower_to(vector x, vector most) { return vbslq_f32(vcltq_f32(most, x), most, x); }
INLINE int any(mask m) { return vmaxvq_u32(m) != 0; }

INLINE vector round_to_whole(vector x) { return vrndnq_f32(x); }

INLINE vector scale_by_power(vector x, vector n) {
  int32x4_t whole = vcvtq_s32_f32(n);
  int32x4_t half = vshrq_n_s32(whole, 1);
  int32x4_t bias = vdupq_n_s32(127);
  int32x4_t low = vshlq_n_s32(vaddq_s32(half, bias), 23);
  int32x4_t high = vshlq_n_s32(vaddq_s32(vsubq_s32(whole, half), bias), 23);
  return multiply(multiply(x, vreinterpretq_f32_s32(low)), vreinterpretq_f32_s32(high));
}
