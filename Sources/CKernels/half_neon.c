#if defined(__aarch64__)
#include <arm_neon.h>

#include "half_sets.h"

// What fills no vector goes to the portable loops: they give the same bits.

void kernel_narrow_half_neon(const float *x, unsigned short *to, long count) {
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    vst1_u16(to + i, vreinterpret_u16_f16(vcvt_f16_f32(vld1q_f32(x + i))));
  }
  kernel_narrow_half_portable(x + i, to + i, count - i);
}

void kernel_widen_half_neon(const unsigned short *x, float *to, long count) {
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    vst1q_f32(to + i, vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(x + i))));
  }
  kernel_widen_half_portable(x + i, to + i, count - i);
}

/// All bits of the lanes that hold NaN.
static inline uint32x4_t nan_lanes(uint32x4_t bits) {
  return vcgtq_u32(vandq_u32(bits, vdupq_n_u32(0x7fffffff)), vdupq_n_u32(0x7f800000));
}

void kernel_narrow_bfloat_neon(const float *x, unsigned short *to, long count) {
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    uint32x4_t bits = vreinterpretq_u32_f32(vld1q_f32(x + i));
    uint32x4_t upper = vshrq_n_u32(bits, 16);
    uint32x4_t odd = vandq_u32(upper, vdupq_n_u32(1));
    uint32x4_t sum = vaddq_u32(vaddq_u32(bits, vdupq_n_u32(0x7fff)), odd);
    uint32x4_t nan = vorrq_u32(upper, vdupq_n_u32(0x40));
    uint32x4_t result = vbslq_u32(nan_lanes(bits), nan, vshrq_n_u32(sum, 16));
    vst1_u16(to + i, vmovn_u32(result));
  }
  kernel_narrow_bfloat_portable(x + i, to + i, count - i);
}

void kernel_widen_bfloat_neon(const unsigned short *x, float *to, long count) {
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    uint32x4_t bits = vshll_n_u16(vld1_u16(x + i), 16);
    bits = vorrq_u32(bits, vandq_u32(nan_lanes(bits), vdupq_n_u32(0x400000)));
    vst1q_f32(to + i, vreinterpretq_f32_u32(bits));
  }
  kernel_widen_bfloat_portable(x + i, to + i, count - i);
}
#endif
