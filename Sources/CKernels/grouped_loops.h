// The products with grouped weights, once for all families: see convolution_vectors.h for LANES,
// TARGET and NAMED.
//
// Weights are expanded in registers: what is read from memory is 4 or 8 bits for each, which is what
// the product of few rows takes its time for. A word of 32 bits holds the numbers of one output for 8
// (or, of 8 bits, 4) neighbouring inputs; 16 words lie side by side.
#pragma once

#include "convolution_vectors.h"
#include "grouped_sets.h"

/// What a number is multiplied by until its group's scale is: those of 8 bits stay in the upper
/// bits of their word, for that saves a shift.
INLINE float unit_of(const int bits) { return bits == 8 ? 0x1p24f : 1; }

/// The numbers at place `at` of each word as floats, times the unit.
INLINE vector number_at(int_vector words, const int at, const int bits) {
#if LANES == 16
  if (bits == 4) {
    // vpermps looks at the lowest four bits alone.
    const __m512 table = _mm512_setr_ps(0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2, -1);
    __m512i place = _mm512_srli_epi32((__m512i)words, (unsigned)(4 * at));
    return (vector)_mm512_permutexvar_ps(place, table);
  }
#endif
  int_vector top = words << (32 - bits * (at + 1));
  if (bits == 8) {
    return __builtin_convertvector(top & -0x1000000, vector);
  }
  return __builtin_convertvector(top >> (32 - bits), vector);
}

/// The outputs of one vector for `rows` rows. `rows` and `bits` are constants after inlining.
INLINE void outputs_of(
    const int rows, const int bits, const struct grouped_weights *weights,
    const unsigned char *packed, const float *scales, const float *x, long x_stride, float *y) {
  const int in_word = 32 / bits;
  vector totals[grouped_rows];
  UNROLL for (int row = 0; row < rows; row++) totals[row] = (vector){0};
  for (long first = 0; first < weights->inputs; first += weights->group_size) {
    long left = weights->inputs - first;
    left = left < weights->group_size ? left : weights->group_size;
    // Two sums each, so that one does not wait for the one before.
    vector sums[2][grouped_rows];
    UNROLL for (int row = 0; row < rows; row++) sums[0][row] = sums[1][row] = (vector){0};
    const float *from = x + first;
    for (; left >= in_word; left -= in_word, from += in_word, packed += 64) {
      int_vector words = *(const loose_int_vector *)(const void *)packed;
      UNROLL for (int at = 0; at < in_word; at++) {
        vector number = number_at(words, at, bits);
        UNROLL for (int row = 0; row < rows; row++) {
          sums[at % 2][row] = splat(from[row * x_stride + at]) * number + sums[at % 2][row];
        }
      }
    }
    if (left > 0) {
      int_vector words = *(const loose_int_vector *)(const void *)packed;
      for (long at = 0; at < left; at++) {
        vector number = number_at(words, 0, bits);
        words >>= bits;
        UNROLL for (int row = 0; row < rows; row++) {
          sums[0][row] = splat(from[row * x_stride + at]) * number + sums[0][row];
        }
      }
      packed += 64;
    }
    vector scale = load(scales) * splat(1 / unit_of(bits));
    UNROLL for (int row = 0; row < rows; row++) {
      totals[row] = (sums[0][row] + sums[1][row]) * scale + totals[row];
    }
    scales += 16;
  }
  UNROLL for (int row = 0; row < rows; row++) store(y + row * 16, totals[row]);
}

#define PANEL(rows, bits)                                                          \
  for (int i = 0; i < 16; i += LANES) {                                            \
    outputs_of(rows, bits, weights, packed + i * 4, scales + i, x, x_stride, y + i); \
  }

TARGET void NAMED(grouped_panel)(
    const struct grouped_weights *weights, const unsigned char *packed, const float *scales,
    const float *x, long x_stride, long rows, float *y) {
  if (weights->bits == 4) {
    if (rows == 1) { PANEL(1, 4) }
    if (rows == 2) { PANEL(2, 4) }
    if (rows == 3) { PANEL(3, 4) }
    if (rows == 4) { PANEL(4, 4) }
  } else {
    if (rows == 1) { PANEL(1, 8) }
    if (rows == 2) { PANEL(2, 8) }
    if (rows == 3) { PANEL(3, 8) }
    if (rows == 4) { PANEL(4, 8) }
  }
}
