#include "include/integer.h"
#include "integer_forms.h"

// A group is one inner number, a panel 16 columns.
static void plain_row(
    const unsigned char *a, const signed char *panel, long groups, const int *from,
    long from_stride, int *c, long c_stride) {
  (void)from_stride, (void)c_stride;  // one row
  const short *numbers = (const short *)(const void *)a;
  // Unsigned, for a sum of 32 bits may wrap around.
  unsigned sums[16];
  for (int i = 0; i < 16; i++) sums[i] = (unsigned)from[i];
  for (long inner = 0; inner < groups; inner++) {
    short x = numbers[inner];
    for (int i = 0; i < 16; i++) sums[i] += (unsigned)((int)x * (int)panel[i]);
    panel += 16;
  }
  for (int i = 0; i < 16; i++) c[i] = (int)sums[i];
}

const struct integer_form integer_form_plain = {
    .group = 1,
    .columns = 16,
    .activation_bytes = 2,
    .tiles = {{1, plain_row}, {1, plain_row}, {1, plain_row}},
};

/// The nearest whole number; a half goes to the even one. |x| is below 2²².
static inline int rounded(float x) {
  const float shift = 0x1.8p23f;
  return (int)((x + shift) - shift);
}

/// A rounded and clamped number, NaN the lower limit.
static inline unsigned char step(float x, float low, float high, int zero_point) {
  float within = x >= low ? x : low;
  within = within <= high ? within : high;
  return (unsigned char)(rounded(within) + zero_point);
}

void kernel_requantize_integer_portable(
    const int *sums, long sums_stride, const float *scale, int zero_point, int low, int high,
    unsigned char *to, long to_stride, long rows, long columns) {
  float l = (float)(low - zero_point), h = (float)(high - zero_point);
  for (long row = 0; row < rows; row++) {
    const int *from = sums + row * sums_stride;
    unsigned char *target = to + row * to_stride;
    for (long i = 0; i < columns; i++) {
      target[i] = step((float)from[i] * scale[i], l, h, zero_point);
    }
  }
}

void kernel_requantize_fixed_integer(
    const int *sums, long sums_stride, const int *multiplier, const unsigned char *shift,
    int zero_point, int low, int high, unsigned char *to, long to_stride, long rows,
    long columns) {
  for (long row = 0; row < rows; row++) {
    const int *from = sums + row * sums_stride;
    unsigned char *target = to + row * to_stride;
    for (long i = 0; i < columns; i++) {
      long long product = (long long)from[i] * multiplier[i];
      long long unit = 1LL << shift[i];
      long long below = product >> shift[i];
      long long rest = product - below * unit;
      if (rest > unit / 2 || (rest == unit / 2 && (below & 1))) below += 1;
      long long result = below + zero_point;
      target[i] = (unsigned char)(result < low ? low : result > high ? high : result);
    }
  }
}

void kernel_dequantize_integer_portable(
    const int *sums, long sums_stride, const float *scale, const float *bias, float least,
    float *to, long to_stride, long rows, long columns) {
  for (long row = 0; row < rows; row++) {
    const int *from = sums + row * sums_stride;
    float *target = to + row * to_stride;
    for (long i = 0; i < columns; i++) {
      // Two statements: a product and its sum are not fused then.
      float product = (float)from[i] * scale[i];
      float x = product + bias[i];
      target[i] = x < least ? least : x;
    }
  }
}

void kernel_quantize_float_portable(
    const float *x, float inverse_scale, int zero_point, int low, int high, unsigned char *to,
    long count) {
  float l = (float)(low - zero_point), h = (float)(high - zero_point);
  for (long i = 0; i < count; i++) to[i] = step(x[i] * inverse_scale, l, h, zero_point);
}

void kernel_range_float_portable(const float *x, long count, float *least, float *largest) {
  float low = 0, high = 0;
  for (long i = 0; i < count; i++) {
    low = x[i] < low ? x[i] : low;
    high = x[i] > high ? x[i] : high;
  }
  *least = low;
  *largest = high;
}
