#include "include/matmul.h"

#include "include/instruction_set.h"
#include "matmul_families.h"

// Where a product is cut so that its parts stay in the caches: the rows of a that a block has lie
// in the second-level cache, and a panel of b streams from there, one line for each inner index,
// while every row tile of the block uses it. Blocks are high, for each of them reads and writes
// all of c.
enum { inner_block = 1024, row_block = 96, copied_rows = 24 };

// Columns from which on copying rows of a costs less than reading them where they lie.
enum { columns_worth_copying = 128 };

// Each copied row of a begins 64 bytes later in the sets of the cache than the one before.
enum { copied_row_stride = inner_block + 16 };

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

/// A block with its rows of a copied to lie near each other.
static void block_with_copied_rows(struct matmul_block part) {
  _Alignas(64) float rows[copied_rows * copied_row_stride];
  if (part.a_inner == 1) {
    for (long row = 0; row < part.rows; row++) {
      const float *from = part.a + row * part.a_row;
      float *to = rows + row * copied_row_stride;
      for (long inner = 0; inner < part.inner; inner++) to[inner] = from[inner];
    }
  } else if (part.a_row == 1) {
    matmul_transpose(part.a, part.a_inner, part.rows, part.inner, rows, copied_row_stride);
  } else {
    for (long row = 0; row < part.rows; row++) {
      for (long inner = 0; inner < part.inner; inner++) {
        rows[row * copied_row_stride + inner] = part.a[row * part.a_row + inner * part.a_inner];
      }
    }
  }
  part.a = rows;
  part.a_row = copied_row_stride;
  part.a_inner = 1;
  block(&part);
}

/// Whether the rows of a fall into the same sets of a first-level cache, and push each other out.
static int rows_collide(long a_row_stride) { return a_row_stride % 1024 == 0; }

void kernel_matmul_float(const struct kernel_matmul_product *product, long first_row, long rows,
                         long first_column, long columns) {
  if (rows <= 0 || columns <= 0) return;
  const struct kernel_matmul_product *p = product;
  int copy_rows = columns >= columns_worth_copying && rows > 12 &&
                  (p->a_inner_stride != 1 || (p->k >= 64 && rows_collide(p->a_row_stride)));
  long inner_step = even_part(p->k, inner_block);
  long row_step = even_part(rows, copy_rows ? copied_rows : row_block);
  long inner = 0;
  // Once even when k is 0: the product is then its bias.
  do {
    long count = smaller(inner_step, p->k - inner);
    int last = inner + count == p->k;
    for (long row = 0; row < rows; row += row_step) {
      struct matmul_block part = {
          .rows = smaller(row_step, rows - row),
          .columns = columns,
          .inner = count,
          .a = p->a + (first_row + row) * p->a_row_stride + inner * p->a_inner_stride,
          .a_row = p->a_row_stride,
          .a_inner = p->a_inner_stride,
          .b = p->b + first_column / kernel_matmul_panel * p->b_panel_stride +
               inner * p->b_inner_stride,
          .b_panel = p->b_panel_stride,
          .b_inner = p->b_inner_stride,
          .c = p->c + (first_row + row) * p->c_row_stride + first_column,
          .c_row = p->c_row_stride,
          .from_stored = p->accumulate || inner > 0,
          .bias = last && p->bias ? p->bias + first_column : 0,
          .relu = last && p->activation == kernel_matmul_relu,
      };
      if (copy_rows) {
        block_with_copied_rows(part);
      } else {
        block(&part);
      }
    }
    inner += count;
  } while (inner < p->k);
}
