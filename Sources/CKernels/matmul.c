#include "include/matmul.h"

#include <string.h>

#include "include/instruction_set.h"
#include "matmul_families.h"

// Where a product is cut so that its parts stay in the caches. A panel of b, inner_block high,
// takes 16 KiB, half of a first-level cache of 32 KiB, and is used by every row tile of a block;
// the block's rows of a lie in the second-level cache meanwhile.
enum { inner_block = 256, row_block = 96 };

static void block(const struct matmul_block *part) {
#if defined(__x86_64__)
  int set = kernel_chosen_instruction_set();
  if (set >= kernel_avx512) {
    matmul_block_avx512(part);
    return;
  }
  if (set >= kernel_avx2) {
    matmul_block_avx2(part);
    return;
  }
#elif defined(__aarch64__)
  if (kernel_chosen_instruction_set() == kernel_neon) {
    matmul_block_neon(part);
    return;
  }
#endif
  matmul_block_portable(part);
}

static long smaller(long a, long b) { return a < b ? a : b; }

/// Parts of equal size rather than full ones and a rest: a short rest is done at a worse rate.
static long even_part(long count, long largest) {
  if (count <= largest) return count;
  long parts = (count + largest - 1) / largest;
  return (count + parts - 1) / parts;
}

void kernel_matmul_float(const struct kernel_matmul_product *product, long first_row, long rows,
                         long first_column, long columns) {
  if (rows <= 0 || columns <= 0) return;
  long inner_step = even_part(product->k, inner_block);
  long inner = 0;
  // Once even when k is 0: the product is then its bias.
  do {
    long count = smaller(inner_step, product->k - inner);
    for (long row = 0; row < rows; row += row_block) {
      struct matmul_block part = {
          .product = product,
          .first_row = first_row + row,
          .rows = smaller(row_block, rows - row),
          .first_column = first_column,
          .columns = columns,
          .first_inner = inner,
          .inner = count,
          .from_stored = product->accumulate || inner > 0,
          .last = inner + count == product->k,
      };
      block(&part);
    }
    inner += count;
  } while (inner < product->k);
}

void kernel_matmul_pack_float(const float *b, long inner_stride, long column_stride, long k,
                              long first_column, long columns, float *packed, long panel_stride) {
  enum { width = kernel_matmul_panel };
  for (long column = 0; column < columns; column += width) {
    const float *from = b + (first_column + column) * column_stride;
    float *to = packed + (first_column + column) / width * panel_stride;
    long filled = smaller(width, columns - column);
    if (filled == width && column_stride == 1) {
      for (long inner = 0; inner < k; inner++) {
        memcpy(to + inner * width, from + inner * inner_stride, width * sizeof(float));
      }
      continue;
    }
    for (long inner = 0; inner < k; inner++) {
      for (long place = 0; place < filled; place++) {
        to[inner * width + place] = from[inner * inner_stride + place * column_stride];
      }
      for (long place = filled; place < width; place++) to[inner * width + place] = 0;
    }
  }
}
