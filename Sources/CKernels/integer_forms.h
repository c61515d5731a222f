// What a form of integer.h is made of, for the files that begin with integer.
#pragma once

enum {
  /// Bytes of a row's activations that are prepared together: weights of so many inner numbers, a
  /// chunk, meet all rows of a block before the next.
  chunk_bytes = 1024,
  /// Bytes from one prepared row to the next. A constant, so that a tile finds its rows without
  /// arithmetic, and no power of two, so that they do not share their place in the cache.
  row_bytes = chunk_bytes + 64,
};

/// Adds Σ of a · panel to what stands at `from`, and stores it at `c`: for a number of rows that
/// is the function's own, and one panel of columns.
///
/// - a: prepared activations, rows `row_bytes` apart.
/// - panel: the weights of one chunk, in groups.
/// - from: one number for each column, the rows `from_stride` apart (0: the same for all).
typedef void (*integer_tile)(
    const unsigned char *a, const signed char *panel, long groups, const int *from,
    long from_stride, int *c, long c_stride);

struct integer_form {
  /// Inner numbers that lie together for each column.
  int group;
  /// Columns of a panel.
  int columns;
  /// Bytes of an activation when it is prepared: 1 as it is, 2 widened to 16 bits.
  int activation_bytes;
  /// 1 if signed activations are multiplied as unsigned ones, 128 larger.
  int shifts_signed;
  /// 1 if unsigned activations are multiplied as signed ones, 128 smaller.
  int shifts_unsigned;
  /// Functions by the rows that they take, the most first, and the last one row.
  struct {
    int rows;
    integer_tile run;
  } tiles[3];
};

/// What a form of kernel_integer_form is made of.
const struct integer_form *integer_form_of(int form);

extern const struct integer_form integer_form_plain;
extern const struct integer_form integer_form_neon;
extern const struct integer_form integer_form_pairs;
extern const struct integer_form integer_form_words;
extern const struct integer_form integer_form_dot;
extern const struct integer_form integer_form_neon_dot;

/// The loops around the 8-bit numbers, as each instruction set has them.
#define ENTRY(result, name, parameters, arguments) \
  result kernel_##name##_portable parameters;      \
  result kernel_##name##_neon parameters;          \
  result kernel_##name##_avx2 parameters;
#include "integer_list.h"
#undef ENTRY
