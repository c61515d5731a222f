// One float at a time, in plain C that a compiler may turn into vectors of its own, for the files
// that end in _portable.c; vector_avx2.h says what each word does.
#pragma once

#include <math.h>
#include <string.h>

#define KERNEL_TARGET
#define KERNEL(name) kernel_##name##_portable
#define INLINE static inline __attribute__((always_inline))

enum { LANES = 1 };
typedef float vector;
typedef int mask;

INLINE vector broadcast(float x) { return x; }
INLINE vector load(const float *from) { return *from; }
INLINE void store(float *to, vector x) { *to = x; }
// With one lane no part is left over; these are named by the loops and never run.
INLINE vector load_part(const float *from, long count) { return count > 0 ? *from : 0; }
INLINE void store_part(float *to, vector x, long count) {
  if (count > 0) *to = x;
}
INLINE vector keep_part(vector x, vector other, long count) { return count > 0 ? x : other; }

INLINE vector add(vector a, vector b) { return a + b; }
INLINE vector subtract(vector a, vector b) { return a - b; }
INLINE vector multiply(vector a, vector b) { return a * b; }
INLINE vector divide(vector a, vector b) { return a / b; }
INLINE vector multiply_add(vector a, vector b, vector c) { return a * b + c; }
INLINE vector square_root(vector x) { return sqrtf(x); }
INLINE vector absolute(vector x) { return fabsf(x); }
INLINE vector with_sign(vector x, vector sign) { return copysignf(x, sign); }

INLINE mask less(vector a, vector b) { return a < b; }
INLINE mask at_most(vector a, vector b) { return a <= b; }
INLINE vector choose(mask m, vector a, vector b) { return m ? a : b; }
INLINE vector raise_to(vector x, vector least) { return x < least ? least : x; }
INLINE vector lower_to(vector x, vector most) { return x > most ? most : x; }
INLINE int any(mask m) { return m; }

// Beside 1.5 · 2²³ a float has no room for a fraction.
INLINE vector round_to_whole(vector x) {
  const float shift = 0x1.8p23f;
  return (x + shift) - shift;
}

INLINE float power_of_two(unsigned biased_exponent) {
  unsigned bits = biased_exponent << 23;
  float power;
  memcpy(&power, &bits, sizeof power);
  return power;
}

INLINE vector scale_by_power(vector x, vector n) {
  // Added to 1.5 · 2²³, a whole number stands in the lowest bits; NaN gives some number or other.
  float shifted = n + 0x1.8p23f;
  int whole;
  memcpy(&whole, &shifted, sizeof whole);
  whole = (int)((unsigned)whole - 0x4b400000u);
  int half = whole >> 1;
  return x * power_of_two((unsigned)half + 127) *
         power_of_two((unsigned)whole - (unsigned)half + 127);
}
