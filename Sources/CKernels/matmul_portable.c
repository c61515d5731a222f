#include "matmul_families.h"

enum { width = kernel_matmul_panel, tile_rows = 2 };

static void tile(const struct matmul_block *block, long row, int rows, long column, long columns) {
  const float *a = block->a + row * block->a_row;
  const float *b = block->b + column / width * block->b_panel;
  float *c = block->c + row * block->c_row + column;
  // Rows that the tile does not have are computed from its first one and not stored: with a fixed
  // number of chains the compiler keeps them in vector registers.
  long second = rows > 1 ? block->a_row : 0;
  float sums[tile_rows][width] = {{0}};
  if (block->from_stored) {
    for (int r = 0; r < rows; r++) {
      for (long i = 0; i < columns; i++) sums[r][i] = c[r * block->c_row + i];
    }
  }
  if (columns == width) {
    for (long inner = 0; inner < block->inner; inner++) {
      float left0 = a[0], left1 = a[second];
      for (int i = 0; i < width; i++) {
        sums[0][i] = left0 * b[i] + sums[0][i];
        sums[1][i] = left1 * b[i] + sums[1][i];
      }
      a += block->a_inner;
      b += block->b_inner;
    }
  } else {
    for (long inner = 0; inner < block->inner; inner++) {
      float left0 = a[0], left1 = a[second];
      for (long i = 0; i < columns; i++) {
        sums[0][i] = left0 * b[i] + sums[0][i];
        sums[1][i] = left1 * b[i] + sums[1][i];
      }
      a += block->a_inner;
      b += block->b_inner;
    }
  }
  for (int r = 0; r < rows; r++) {
    for (long i = 0; i < columns; i++) {
      float sum = sums[r][i];
      if (block->bias) sum += block->bias[column + i];
      if (block->relu && sum < 0) sum = 0;
      c[r * block->c_row + i] = sum;
    }
  }
}

void matmul_block_portable(const struct matmul_block *block) {
  for (long column = 0; column < block->columns; column += width) {
    long columns = block->columns - column < width ? block->columns - column : width;
    for (long row = 0; row < block->rows; row += tile_rows) {
      int rows = block->rows - row < tile_rows ? 1 : tile_rows;
      tile(block, row, rows, column, columns);
    }
  }
}
