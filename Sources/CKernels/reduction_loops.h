// The loops of reduction.h, compiled once for each instruction set: the including file has its
// vector.h before this one.
#pragma once

#include <math.h>

#include "elementwise_functions.h"
#include "reduction_sets.h"

enum { SHORT_ROW = 64 };

/// The lanes of a vector, added from the first to the last.
INLINE float sum_of_lanes(vector x) {
  float lanes[LANES];
  store(lanes, x);
  float sum = lanes[0];
  for (int lane = 1; lane < LANES; lane++) sum += lanes[lane];
  return sum;
}

/// The larger of each lane; NaN where either is NaN.
INLINE vector larger(vector a, vector b) { return choose(at_most(b, b), raise_to(a, b), b); }

INLINE float largest_of_lanes(vector x) {
  float lanes[LANES];
  store(lanes, x);
  float largest = lanes[0];
  for (int lane = 1; lane < LANES; lane++) {
    if (!(lanes[lane] <= largest) && largest == largest) largest = lanes[lane];
  }
  return largest;
}

/// Σ of `term` over the columns, in four sums, so that an addition need not wait for the last.
/// `term(i, AT)` is the vector at column i, and reads memory by AT(pointer): a whole vector or, at
/// the end of the row, what is left of it.
#define SUM(result, columns, term)                                  \
  do {                                                              \
    vector s0 = broadcast(0), s1 = s0, s2 = s0, s3 = s0;            \
    long i = 0;                                                     \
    for (; i + 4 * LANES <= (columns); i += 4 * LANES) {            \
      s0 = add(s0, term(i, LOAD));                                  \
      s1 = add(s1, term(i + LANES, LOAD));                          \
      s2 = add(s2, term(i + 2 * LANES, LOAD));                      \
      s3 = add(s3, term(i + 3 * LANES, LOAD));                      \
    }                                                               \
    for (; i + LANES <= (columns); i += LANES) s0 = add(s0, term(i, LOAD)); \
    long left = (columns) - i;                                      \
    if (left > 0) s1 = add(s1, keep_part(term(i, LOAD_LEFT), broadcast(0), left)); \
    (result) = sum_of_lanes(add(add(s0, s1), add(s2, s3)));         \
  } while (0)
#define LOAD(from) load(from)
#define LOAD_LEFT(from) load_part(from, left)

/// to[i] = `expression(i, AT)` for every column.
#define EACH_COLUMN(to, columns, expression)                        \
  do {                                                              \
    long i = 0;                                                     \
    for (; i + LANES <= (columns); i += LANES) store((to) + i, expression(i, LOAD)); \
    long left = (columns) - i;                                      \
    if (left > 0) store_part((to) + i, expression(i, LOAD_LEFT), left); \
  } while (0)

INLINE float row_sum(const float *x, long columns) {
  float sum;
#define TERM(i, AT) AT(x + (i))
  SUM(sum, columns, TERM);
#undef TERM
  return sum;
}

INLINE float row_squares(const float *x, float mean, long columns) {
  float sum;
  vector m = broadcast(mean);
#define TERM(i, AT) multiply(subtract(AT(x + (i)), m), subtract(AT(x + (i)), m))
  SUM(sum, columns, TERM);
#undef TERM
  return sum;
}

INLINE float row_product(const float *x, const float *y, long columns) {
  float sum;
#define TERM(i, AT) multiply(AT(x + (i)), AT(y + (i)))
  SUM(sum, columns, TERM);
#undef TERM
  return sum;
}

INLINE float row_largest(const float *x, long columns) {
  vector lowest = broadcast(-INFINITY);
  vector most = lowest;
  long i = 0;
  for (; i + LANES <= columns; i += LANES) most = larger(most, load(x + i));
  if (i < columns) {
    most = larger(most, keep_part(load_part(x + i, columns - i), lowest, columns - i));
  }
  return largest_of_lanes(most);
}

KERNEL_TARGET void KERNEL(row_sums_float)(
    const float *x, float *sums, long rows, long columns) {
  for (long row = 0; row < rows; row++) sums[row] = row_sum(x + row * columns, columns);
}

KERNEL_TARGET void KERNEL(row_maxima_float)(
    const float *x, float *maxima, long rows, long columns) {
  for (long row = 0; row < rows; row++) maxima[row] = row_largest(x + row * columns, columns);
}

KERNEL_TARGET void KERNEL(row_moments_float)(
    const float *x, float *means, float *variances, long rows, long columns) {
  for (long row = 0; row < rows; row++) {
    const float *from = x + row * columns;
    float mean = row_sum(from, columns) / (float)columns;
    means[row] = mean;
    variances[row] = row_squares(from, mean, columns) / (float)columns;
  }
}

/// Adds `term(at, i, AT)`, of column i and the element number `at`, to sums[i], four rows at a
/// time: the sums are then read and written once for four additions.
#define ADD_ROWS(sums, rows, columns, term)                                       \
  do {                                                                            \
    long row = 0;                                                                 \
    for (; row + 4 <= (rows); row += 4) {                                         \
      long i = 0;                                                                 \
      for (; i + LANES <= (columns); i += LANES) {                                \
        vector sum = load((sums) + i);                                            \
        for (int r = 0; r < 4; r++) sum = add(sum, term((row + r) * (columns) + i, i, LOAD)); \
        store((sums) + i, sum);                                                   \
      }                                                                           \
      long left = (columns) - i;                                                  \
      if (left > 0) {                                                             \
        vector sum = load_part((sums) + i, left);                                 \
        for (int r = 0; r < 4; r++) {                                             \
          sum = add(sum, term((row + r) * (columns) + i, i, LOAD_LEFT));          \
        }                                                                         \
        store_part((sums) + i, sum, left);                                        \
      }                                                                           \
    }                                                                             \
    for (; row < (rows); row++) {                                                 \
      long i = 0;                                                                 \
      for (; i + LANES <= (columns); i += LANES) {                                \
        store((sums) + i, add(load((sums) + i), term(row * (columns) + i, i, LOAD))); \
      }                                                                           \
      long left = (columns) - i;                                                  \
      if (left > 0) {                                                             \
        vector sum = load_part((sums) + i, left);                                 \
        store_part((sums) + i, add(sum, term(row * (columns) + i, i, LOAD_LEFT)), left); \
      }                                                                           \
    }                                                                             \
  } while (0)

KERNEL_TARGET void KERNEL(column_sums_float)(
    const float *x, float *sums, long rows, long columns) {
  for (long i = 0; i < columns; i++) sums[i] = 0;
#define TERM(at, i, AT) AT(x + (at))
  ADD_ROWS(sums, rows, columns, TERM);
#undef TERM
}

KERNEL_TARGET void KERNEL(column_squares_float)(
    const float *x, const float *means, float *sums, long rows, long columns) {
  for (long i = 0; i < columns; i++) sums[i] = 0;
#define DIFFERENCE(at, i, AT) subtract(AT(x + (at)), AT(means + (i)))
#define TERM(at, i, AT) multiply(DIFFERENCE(at, i, AT), DIFFERENCE(at, i, AT))
  ADD_ROWS(sums, rows, columns, TERM);
#undef TERM
}

KERNEL_TARGET void KERNEL(column_products_float)(
    const float *x, const float *means, const float *z, float *sums, long rows, long columns) {
  for (long i = 0; i < columns; i++) sums[i] = 0;
#define TERM(at, i, AT) multiply(DIFFERENCE(at, i, AT), AT(z + (at)))
  ADD_ROWS(sums, rows, columns, TERM);
#undef TERM
#undef DIFFERENCE
}

KERNEL_TARGET void KERNEL(column_maxima_float)(
    const float *x, float *maxima, long rows, long columns) {
  for (long i = 0; i < columns; i++) maxima[i] = -INFINITY;
  for (long row = 0; row < rows; row++) {
    const float *from = x + row * columns;
#define TERM(i, AT) larger(AT(maxima + (i)), AT(from + (i)))
    EACH_COLUMN(maxima, columns, TERM);
#undef TERM
  }
}

KERNEL_TARGET void KERNEL(softmax_rows_float)(
    const float *x, float *y, long rows, long columns) {
  for (long row = 0; row < rows; row++) {
    const float *from = x + row * columns;
    float *to = y + row * columns;
    // Without the largest the power would overflow from 88.8 on; the quotient is the same.
    vector largest = broadcast(row_largest(from, columns));
#define TERM(i, AT) exponential(subtract(AT(from + (i)), largest))
    float whole[SHORT_ROW + LANES];
    float *powers = to;
    if (columns <= SHORT_ROW) {
      // A part of a vector that was just stored is slow to load again; of a short row, as those of
      // a classifier are, it would be most of the time.
      powers = whole;
      for (long i = 0; i < columns; i += LANES) {
        long left = columns - i;
        store(whole + i, left >= LANES ? TERM(i, LOAD) : TERM(i, LOAD_LEFT));
      }
    } else {
      EACH_COLUMN(to, columns, TERM);
    }
#undef TERM
    vector sum = broadcast(row_sum(powers, columns));
#define TERM(i, AT) divide(AT(powers + (i)), sum)
    EACH_COLUMN(to, columns, TERM);
#undef TERM
  }
}

KERNEL_TARGET void KERNEL(log_softmax_rows_float)(
    const float *x, float *y, long rows, long columns) {
  for (long row = 0; row < rows; row++) {
    const float *from = x + row * columns;
    vector largest = broadcast(row_largest(from, columns));
    float sum;
#define TERM(i, AT) exponential(subtract(AT(from + (i)), largest))
    SUM(sum, columns, TERM);
#undef TERM
    // The largest is taken off first: added to the logarithm it would round the logarithm away.
    vector logarithm = broadcast(logf(sum));
#define TERM(i, AT) subtract(subtract(AT(from + (i)), largest), logarithm)
    EACH_COLUMN(y + row * columns, columns, TERM);
#undef TERM
  }
}

KERNEL_TARGET void KERNEL(softmax_rows_gradient_float)(
    const float *y, const float *dy, float *dx, long rows, long columns) {
  for (long row = 0; row < rows; row++) {
    const float *share = y + row * columns;
    const float *slope = dy + row * columns;
    vector sum = broadcast(row_product(share, slope, columns));
#define TERM(i, AT) multiply(AT(share + (i)), subtract(AT(slope + (i)), sum))
    EACH_COLUMN(dx + row * columns, columns, TERM);
#undef TERM
  }
}

KERNEL_TARGET void KERNEL(log_softmax_rows_gradient_float)(
    const float *y, const float *dy, float *dx, long rows, long columns) {
  for (long row = 0; row < rows; row++) {
    const float *logarithm = y + row * columns;
    const float *slope = dy + row * columns;
    vector sum = broadcast(row_sum(slope, columns));
#define TERM(i, AT) \
  subtract(AT(slope + (i)), multiply(exponential(AT(logarithm + (i))), sum))
    EACH_COLUMN(dx + row * columns, columns, TERM);
#undef TERM
  }
}

KERNEL_TARGET void KERNEL(layer_norm_rows_float)(
    const float *x, const float *scale, const float *shift, float *y, float *means,
    float *inverses, long rows, long columns, float epsilon) {
  for (long row = 0; row < rows; row++) {
    const float *from = x + row * columns;
    float mean = row_sum(from, columns) / (float)columns;
    float variance = row_squares(from, mean, columns) / (float)columns;
    float inverse = 1 / sqrtf(variance + epsilon);
    means[row] = mean;
    inverses[row] = inverse;
    vector m = broadcast(mean), v = broadcast(inverse);
#define NORMAL(i, AT) multiply(subtract(AT(from + (i)), m), v)
#define TERM(i, AT) multiply_add(NORMAL(i, AT), AT(scale + (i)), AT(shift + (i)))
    EACH_COLUMN(y + row * columns, columns, TERM);
#undef TERM
  }
}

KERNEL_TARGET void KERNEL(layer_norm_rows_gradient_float)(
    const float *x, const float *scale, const float *means, const float *inverses,
    const float *dy, float *dx, long rows, long columns, float *scale_gradient,
    float *shift_gradient) {
  for (long row = 0; row < rows; row++) {
    const float *from = x + row * columns;
    const float *slope = dy + row * columns;
    vector m = broadcast(means[row]), v = broadcast(inverses[row]);
    if (scale_gradient) {
#define TERM(i, AT) multiply_add(AT(slope + (i)), NORMAL(i, AT), AT(scale_gradient + (i)))
      EACH_COLUMN(scale_gradient, columns, TERM);
#undef TERM
    }
    if (shift_gradient) {
#define TERM(i, AT) add(AT(slope + (i)), AT(shift_gradient + (i)))
      EACH_COLUMN(shift_gradient, columns, TERM);
#undef TERM
    }
#define SCALED(i, AT) multiply(AT(slope + (i)), AT(scale + (i)))
    float along = row_product(slope, scale, columns) / (float)columns;
    float across;
#define TERM(i, AT) multiply(SCALED(i, AT), NORMAL(i, AT))
    SUM(across, columns, TERM);
#undef TERM
    vector g = broadcast(along), h = broadcast(across / (float)columns);
#define REST(i, AT) subtract(subtract(SCALED(i, AT), g), multiply(NORMAL(i, AT), h))
#define TERM(i, AT) multiply(v, REST(i, AT))
    EACH_COLUMN(dx + row * columns, columns, TERM);
#undef TERM
#undef REST
#undef SCALED
#undef NORMAL
  }
}

KERNEL_TARGET void KERNEL(blend_channels_float)(
    const float *x, const float *y, const float *a, const float *b, const float *c, float *z,
    long rows, long channels) {
  for (long row = 0; row < rows; row++) {
    const float *first = x + row * channels;
    const float *second = y + row * channels;
#define INNER(i, AT) multiply_add(AT(second + (i)), AT(b + (i)), AT(c + (i)))
#define TERM(i, AT) multiply_add(AT(first + (i)), AT(a + (i)), INNER(i, AT))
    EACH_COLUMN(z + row * channels, channels, TERM);
#undef TERM
#undef INNER
  }
}
