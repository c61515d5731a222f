// What matmul.c chooses from, and how panels are written. Not in include/: Swift calls the
// choosing functions only.
#pragma once

#include "include/matmul.h"

/// A block of a product: some rows, columns and a range of inner. All pointers are those of its
/// first elements.
struct matmul_block {
  long rows, columns, inner;
  const float *a;
  long a_row, a_inner;
  /// The columns of a panel lie side by side.
  const float *b;
  long b_panel, b_inner;
  float *c;
  long c_row;
  /// Whether the sums begin with what stands in c.
  int from_stored;
  /// Null, and not relu, when there is none or the sums do not end here.
  const float *bias;
  int relu;
};

void matmul_block_portable(const struct matmul_block *block);
#if defined(__x86_64__)
void matmul_block_avx2(const struct matmul_block *block);
void matmul_block_avx512(const struct matmul_block *block);
#elif defined(__aarch64__)
void matmul_block_neon(const struct matmul_block *block);
#endif

/// Copies a matrix of which the columns are rows in memory: to[row * to_stride + column] is
/// from[column * from_stride + row].
void matmul_transpose(const float *from, long from_stride, long rows, long columns, float *to,
                      long to_stride);
