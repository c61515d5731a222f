// Exact products with the instructions that every 64-bit ARM has: 16-bit products, 32-bit sums.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "integer_forms.h"

#define INLINE static inline __attribute__((always_inline))

// A group is one inner number, a panel 16 columns. sRQ is row R, Q the quarter of the columns.
#define FOR_1_ROW(DO) DO(0)
#define FOR_2_ROWS(DO) DO(0) DO(1)
#define FOR_4_ROWS(DO) FOR_2_ROWS(DO) DO(2) DO(3)
#define BEGIN(r)                                            \
  int32x4_t s##r##0 = vld1q_s32(from + r * from_stride);    \
  int32x4_t s##r##1 = vld1q_s32(from + r * from_stride + 4);  \
  int32x4_t s##r##2 = vld1q_s32(from + r * from_stride + 8);  \
  int32x4_t s##r##3 = vld1q_s32(from + r * from_stride + 12);
#define FINISH(r)                               \
  vst1q_s32(c + r * c_stride, s##r##0);         \
  vst1q_s32(c + r * c_stride + 4, s##r##1);     \
  vst1q_s32(c + r * c_stride + 8, s##r##2);     \
  vst1q_s32(c + r * c_stride + 12, s##r##3);
#define ADD(r)                                                            \
  {                                                                       \
    short x = *(const short *)(const void *)(a + r * row_bytes);           \
    s##r##0 = vmlal_n_s16(s##r##0, vget_low_s16(low), x);                 \
    s##r##1 = vmlal_n_s16(s##r##1, vget_high_s16(low), x);                \
    s##r##2 = vmlal_n_s16(s##r##2, vget_low_s16(high), x);                \
    s##r##3 = vmlal_n_s16(s##r##3, vget_high_s16(high), x);               \
  }

#define TILE(name, FOR_ROWS)                                                          \
  static void name(                                                                   \
      const unsigned char *a, const signed char *panel, long groups, const int *from, \
      long from_stride, int *c, long c_stride) {                                      \
    FOR_ROWS(BEGIN)                                                                   \
    for (long group = 0; group < groups; group++) {                                   \
      int8x16_t b = vld1q_s8(panel);                                                  \
      int16x8_t low = vmovl_s8(vget_low_s8(b));                                       \
      int16x8_t high = vmovl_s8(vget_high_s8(b));                                     \
      FOR_ROWS(ADD)                                                                   \
      a += 2;                                                                         \
      panel += 16;                                                                    \
    }                                                                                 \
    FOR_ROWS(FINISH)                                                                  \
  }

TILE(neon_tile, FOR_4_ROWS)
TILE(neon_small_tile, FOR_2_ROWS)
TILE(neon_row, FOR_1_ROW)

const struct integer_form integer_form_neon = {
    .group = 1,
    .columns = 16,
    .activation_bytes = 2,
    .tiles = {{4, neon_tile}, {2, neon_small_tile}, {1, neon_row}},
};

/// Rounded, shifted and clamped numbers; NaN takes the lower limit.
INLINE int32x4_t to_steps(float32x4_t x, float32x4_t low, float32x4_t high, int32x4_t zero) {
  x = vminq_f32(vbslq_f32(vcgeq_f32(x, low), x, low), high);
  return vaddq_s32(vcvtnq_s32_f32(x), zero);
}

/// Keeps the low byte of four numbers.
INLINE void store_bytes(unsigned char *to, int32x4_t x) {
  int numbers[4];
  vst1q_s32(numbers, x);
  for (int i = 0; i < 4; i++) to[i] = (unsigned char)numbers[i];
}

void kernel_requantize_integer_neon(
    const int *sums, long sums_stride, const float *scale, int zero_point, int low, int high,
    unsigned char *to, long to_stride, long rows, long columns) {
  float32x4_t l = vdupq_n_f32((float)(low - zero_point));
  float32x4_t h = vdupq_n_f32((float)(high - zero_point));
  int32x4_t z = vdupq_n_s32(zero_point);
  for (long row = 0; row < rows; row++) {
    const int *from = sums + row * sums_stride;
    unsigned char *target = to + row * to_stride;
    long i = 0;
    for (; i + 4 <= columns; i += 4) {
      float32x4_t x = vmulq_f32(vcvtq_f32_s32(vld1q_s32(from + i)), vld1q_f32(scale + i));
      store_bytes(target + i, to_steps(x, l, h, z));
    }
    if (i < columns) {
      kernel_requantize_integer_portable(
          from + i, 0, scale + i, zero_point, low, high, target + i, 0, 1, columns - i);
    }
  }
}

void kernel_dequantize_integer_neon(
    const int *sums, long sums_stride, const float *scale, const float *bias, float least,
    float *to, long to_stride, long rows, long columns) {
  kernel_dequantize_integer_portable(
      sums, sums_stride, scale, bias, least, to, to_stride, rows, columns);
}

void kernel_quantize_float_neon(
    const float *x, float inverse_scale, int zero_point, int low, int high, unsigned char *to,
    long count) {
  float32x4_t scale = vdupq_n_f32(inverse_scale);
  float32x4_t l = vdupq_n_f32((float)(low - zero_point));
  float32x4_t h = vdupq_n_f32((float)(high - zero_point));
  int32x4_t z = vdupq_n_s32(zero_point);
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    store_bytes(to + i, to_steps(vmulq_f32(vld1q_f32(x + i), scale), l, h, z));
  }
  if (i < count) {
    kernel_quantize_float_portable(
        x + i, inverse_scale, zero_point, low, high, to + i, count - i);
  }
}

void kernel_range_float_neon(const float *x, long count, float *least, float *largest) {
  // These two give the number where the other is NaN.
  float32x4_t low = vdupq_n_f32(0), high = low;
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    low = vminnmq_f32(low, vld1q_f32(x + i));
    high = vmaxnmq_f32(high, vld1q_f32(x + i));
  }
  kernel_range_float_portable(x + i, count - i, least, largest);
  float a = vminvq_f32(low), b = vmaxvq_f32(high);
  if (a < *least) *least = a;
  if (b > *largest) *largest = b;
}
#endif
