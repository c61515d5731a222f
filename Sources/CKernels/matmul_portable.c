#include "matmul_families.h"

enum { width = kernel_matmul_panel, tile_rows = 2 };

static void tile(const struct matmul_block *block, long row, int rows, long column, long columns) {
  const struct kernel_matmul_product *p = block->product;
  const float *a = p->a + row * p->a_row_stride + block->first_inner * p->a_inner_stride;
  const float *b = p->b + column / width * p->b_panel_stride +
                   block->first_inner * p->b_inner_stride;
  float *c = p->c + row * p->c_row_stride + column;
  // Rows that the tile does not have are computed from its first one and not stored: with a fixed
  // number of chains the compiler keeps them in vector registers.
  long second = rows > 1 ? p->a_row_stride : 0;
  float sums[tile_rows][width] = {{0}};
  if (block->from_stored) {
    for (int r = 0; r < rows; r++) {
      for (long i = 0; i < columns; i++) sums[r][i] = c[r * p->c_row_stride + i];
    }
  }
  if (columns == width) {
    for (long inner = 0; inner < block->inner; inner++) {
      float left0 = a[0], left1 = a[second];
      for (int i = 0; i < width; i++) {
        sums[0][i] = left0 * b[i] + sums[0][i];
        sums[1][i] = left1 * b[i] + sums[1][i];
      }
      a += p->a_inner_stride;
      b += p->b_inner_stride;
    }
  } else {
    for (long inner = 0; inner < block->inner; inner++) {
      float left0 = a[0], left1 = a[second];
      for (long i = 0; i < columns; i++) {
        sums[0][i] = left0 * b[i] + sums[0][i];
        sums[1][i] = left1 * b[i] + sums[1][i];
      }
      a += p->a_inner_stride;
      b += p->b_inner_stride;
    }
  }
  for (int r = 0; r < rows; r++) {
    for (long i = 0; i < columns; i++) {
      float sum = sums[r][i];
      if (block->last) {
        if (p->bias) sum += p->bias[column + i];
        if (p->activation == kernel_matmul_relu && sum < 0) sum = 0;
      }
      c[r * p->c_row_stride + i] = sum;
    }
  }
}

void matmul_block_portable(const struct matmul_block *block) {
  for (long column = 0; column < block->columns; column += width) {
    long columns = block->columns - column < width ? block->columns - column : width;
    for (long row = 0; row < block->rows; row += tile_rows) {
      int rows = block->rows - row < tile_rows ? 1 : tile_rows;
      tile(block, block->first_row + row, rows, block->first_column + column, columns);
    }
  }
}
