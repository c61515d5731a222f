#include <string.h>

#include "half_sets.h"

static inline unsigned bits_of(float x) {
  unsigned bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline float float_of(unsigned bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/// bits / 2ⁿ, rounded to the nearest, a half to the even one.
static inline unsigned shifted(unsigned bits, int n) {
  unsigned half = 1u << (n - 1);
  unsigned odd = (bits >> n) & 1;
  return (bits + half - 1 + odd) >> n;
}

static inline unsigned short narrow_half(float x) {
  unsigned bits = bits_of(x);
  unsigned sign = bits >> 16 & 0x8000;
  bits &= 0x7fffffff;
  if (bits > 0x7f800000) return (unsigned short)(sign | 0x7e00 | (bits >> 13 & 0x3ff));
  // From 65,520 on, halfway between the largest number and the next power of two: infinity.
  if (bits >= 0x477ff000) return (unsigned short)(sign | 0x7c00);
  // A rounding that carries out of the fraction increments the exponent, as it should.
  if (bits >= 0x38800000) return (unsigned short)(sign | (shifted(bits, 13) - (112u << 10)));
  // Below 2⁻¹⁴ the steps are 2⁻²⁴ throughout; below half a step nothing is left.
  int exponent = (int)(bits >> 23);
  if (exponent < 102) return (unsigned short)sign;
  return (unsigned short)(sign | shifted((bits & 0x7fffff) | 0x800000, 126 - exponent));
}

static inline float widen_half(unsigned short x) {
  unsigned sign = (x & 0x8000u) << 16;
  unsigned exponent = x >> 10 & 0x1f;
  unsigned fraction = x & 0x3ff;
  if (exponent == 31) {
    unsigned quiet = fraction ? 0x400000 : 0;
    return float_of(sign | 0x7f800000 | quiet | fraction << 13);
  }
  if (exponent == 0) {
    float size = (float)fraction * 0x1p-24f;
    return float_of(sign | bits_of(size));
  }
  return float_of(sign | (exponent + 112) << 23 | fraction << 13);
}

void kernel_narrow_half_portable(const float *x, unsigned short *to, long count) {
  for (long i = 0; i < count; i++) to[i] = narrow_half(x[i]);
}

void kernel_widen_half_portable(const unsigned short *x, float *to, long count) {
  for (long i = 0; i < count; i++) to[i] = widen_half(x[i]);
}

void kernel_narrow_bfloat_portable(const float *x, unsigned short *to, long count) {
  for (long i = 0; i < count; i++) {
    unsigned bits = bits_of(x[i]);
    int is_nan = (bits & 0x7fffffff) > 0x7f800000;
    to[i] = (unsigned short)(is_nan ? bits >> 16 | 0x40 : shifted(bits, 16));
  }
}

void kernel_widen_bfloat_portable(const unsigned short *x, float *to, long count) {
  for (long i = 0; i < count; i++) {
    unsigned bits = (unsigned)x[i] << 16;
    int is_nan = (bits & 0x7fffffff) > 0x7f800000;
    to[i] = float_of(is_nan ? bits | 0x400000 : bits);
  }
}
