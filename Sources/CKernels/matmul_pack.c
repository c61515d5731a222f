#include <string.h>

#include "matmul_families.h"

// Four floats, a vector of every processor that this is built for.
typedef float quad __attribute__((vector_size(16)));

static quad load(const float *from) {
  quad x;
  memcpy(&x, from, sizeof x);
  return x;
}

static void store(float *to, quad x) { memcpy(to, &x, sizeof x); }

static void transpose_4x4(const float *from, long from_stride, float *to, long to_stride) {
  quad a = load(from), b = load(from + from_stride);
  quad c = load(from + 2 * from_stride), d = load(from + 3 * from_stride);
  quad ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  quad cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  quad ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  quad cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  store(to, __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5));
  store(to + to_stride, __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7));
  store(to + 2 * to_stride, __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5));
  store(to + 3 * to_stride, __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7));
}

static void transpose_scalar(const float *from, long from_stride, long rows, long columns,
                             float *to, long to_stride) {
  for (long column = 0; column < columns; column++) {
    for (long row = 0; row < rows; row++) {
      to[row * to_stride + column] = from[column * from_stride + row];
    }
  }
}

void matmul_transpose(const float *from, long from_stride, long rows, long columns, float *to,
                      long to_stride) {
  long whole_rows = rows / 4 * 4, whole_columns = columns / 4 * 4;
  // Sixteen columns at a time: their lines of memory stay in the cache while all rows are read.
  for (long group = 0; group < whole_columns; group += 16) {
    long end = group + 16 < whole_columns ? group + 16 : whole_columns;
    for (long row = 0; row < whole_rows; row += 4) {
      for (long column = group; column < end; column += 4) {
        transpose_4x4(from + column * from_stride + row, from_stride,
                      to + row * to_stride + column, to_stride);
      }
    }
  }
  transpose_scalar(from + whole_rows, from_stride, rows - whole_rows, whole_columns,
                   to + whole_rows * to_stride, to_stride);
  transpose_scalar(from + whole_columns * from_stride, from_stride, rows,
                   columns - whole_columns, to + whole_columns, to_stride);
}

enum { width = kernel_matmul_panel };

/// A panel with a column less than 16, or with strides that no other way serves.
static void pack_any(const float *from, long inner_stride, long column_stride, long k,
                     long columns, float *to) {
  for (long inner = 0; inner < k; inner++) {
    for (long place = 0; place < columns; place++) {
      to[inner * width + place] = from[inner * inner_stride + place * column_stride];
    }
    for (long place = columns; place < width; place++) to[inner * width + place] = 0;
  }
}

void kernel_matmul_pack_float(const float *b, long inner_stride, long column_stride, long k,
                              long first_column, long columns, float *packed, long panel_stride) {
  // A few panels side by side: whole pieces of the rows of b are read, and written to few places.
  enum { group = 4 };
  const float *from = b + first_column * column_stride;
  float *to = packed + first_column / width * panel_stride;
  long whole = columns / width, panel = 0;
  if (column_stride == 1) {
    for (; panel + group <= whole; panel += group) {
      for (long inner = 0; inner < k; inner++) {
        const float *row = from + panel * width + inner * inner_stride;
        float *first = to + panel * panel_stride + inner * width;
        for (long p = 0; p < group; p++) {
          memcpy(first + p * panel_stride, row + p * width, width * sizeof(float));
        }
      }
    }
  }
  for (; panel < whole; panel++) {
    const float *first = from + panel * width * column_stride;
    float *start = to + panel * panel_stride;
    if (column_stride == 1) {
      for (long inner = 0; inner < k; inner++) {
        memcpy(start + inner * width, first + inner * inner_stride, width * sizeof(float));
      }
    } else if (inner_stride == 1) {
      matmul_transpose(first, column_stride, k, width, start, width);
    } else {
      pack_any(first, inner_stride, column_stride, k, width, start);
    }
  }
  if (columns > whole * width) {
    pack_any(from + whole * width * column_stride, inner_stride, column_stride, k,
             columns - whole * width, to + whole * panel_stride);
  }
}
