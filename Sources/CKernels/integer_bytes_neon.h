// Sums of 32 bits as bytes, by the instructions that every 64-bit ARM has.
#pragma once

#include <arm_neon.h>

#include "include/integer_sweep.h"

#define INLINE static inline __attribute__((always_inline))

/// Four sums in steps of the result: what lies beyond 32 bits is cut off at their ends.
INLINE int16x4_t to_steps(int32x4_t sums, const double *scale, int32x4_t zero) {
  float64x2_t a = vcvtq_f64_s64(vmovl_s32(vget_low_s32(sums)));
  float64x2_t b = vcvtq_f64_s64(vmovl_s32(vget_high_s32(sums)));
  int64x2_t c = vcvtnq_s64_f64(vmulq_f64(a, vld1q_f64(scale)));
  int64x2_t d = vcvtnq_s64_f64(vmulq_f64(b, vld1q_f64(scale + 2)));
  return vqmovn_s32(vqaddq_s32(vcombine_s32(vqmovn_s64(c), vqmovn_s64(d)), zero));
}

/// Sixteen sums as bytes.
INLINE uint8x16_t to_bytes(
    const int32x4_t *sums, const double *scale, const struct integer_finish *finish) {
  const int32x4_t zero = vdupq_n_s32(finish->zero_point);
  int16x8_t first = vcombine_s16(
      to_steps(sums[0], scale, zero), to_steps(sums[1], scale + 4, zero));
  int16x8_t second = vcombine_s16(
      to_steps(sums[2], scale + 8, zero), to_steps(sums[3], scale + 12, zero));
  uint8x16_t bytes = vcombine_u8(vqmovun_s16(first), vqmovun_s16(second));
  bytes = vmaxq_u8(bytes, vdupq_n_u8((unsigned char)finish->low));
  return vminq_u8(bytes, vdupq_n_u8((unsigned char)finish->high));
}
