// What matmul.c chooses from. Not in include/: Swift calls the choosing functions only.
#pragma once

#include "include/matmul.h"

/// A block of a product: rows and columns as in kernel_matmul_float, and a range of inner.
struct matmul_block {
  const struct kernel_matmul_product *product;
  long first_row, rows, first_column, columns, first_inner, inner;
  /// Whether the sums begin with what stands in c, and whether they end here, with bias and
  /// activation.
  int from_stored, last;
};

void matmul_block_portable(const struct matmul_block *block);
#if defined(__x86_64__)
void matmul_block_avx2(const struct matmul_block *block);
void matmul_block_avx512(const struct matmul_block *block);
#elif defined(__aarch64__)
void matmul_block_neon(const struct matmul_block *block);
#endif
