#include "results.h"
#include "sparse.h"

/// A matrix of 21 rows and 40 columns whose rows have from none to 30 elements, in slices.
static struct kernel_sparse_slices made_up_slices(void) {
  enum { rows = 21, lanes = kernel_sparse_lanes, slices = (rows + lanes - 1) / lanes };
  static const int lengths[slices * lanes] = {30, 30, 29, 28, 28, 28, 25, 24, 9, 8, 8, 8,
                                              7,  7,  7,  7,  3,  2,  1,  0,  0};
  static int offsets[1024], shared[slices], numbers[slices * lanes];
  static long starts[slices + 1], rests[slices * lanes];
  static float bias[slices * lanes];
  long count = 0;
  for (int slice = 0; slice < slices; slice++) {
    starts[slice] = count;
    int last = slice * lanes + lanes - 1;
    shared[slice] = lengths[last < rows ? last : rows - 1];
    for (int i = 0; i < shared[slice] * lanes; i++) offsets[count++] = (i * 7 + slice) % 40;
    for (int lane = 0; lane < lanes; lane++) {
      int place = slice * lanes + lane;
      // Another order than that of the lengths.
      numbers[place] = place < rows ? (place * 8) % rows : -1;
      bias[place] = (float)(place % 5) - 2;
      rests[place] = count;
      for (int i = shared[slice]; i < lengths[place]; i++) offsets[count++] = (i * 11 + place) % 40;
    }
  }
  starts[slices] = count;
  return (struct kernel_sparse_slices){
      .values = made_up_floats(count, 1), .offsets = offsets, .slice_starts = starts,
      .shared_counts = shared, .rest_starts = rests, .rows = numbers, .bias = bias};
}

static void run_slices(float least) {
  struct kernel_sparse_slices matrix = made_up_slices();
  matrix.least = least;
  char label[96];
  float *x = made_up_floats(40, 2), *y = floats(21);
  kernel_sparse_dot_float(&matrix, 0, 3, x, y);
  snprintf(label, sizeof label, "sparse product with a vector, at least %g", (double)least);
  write_floats(label, 1e-5, y, 21);
  kernel_sparse_dot_float(&matrix, 1, 0, x, y);
  for (long width = 16; width <= 144; width += 32) {
    float *wide = made_up_floats(40 * width, 3), *wide_y = floats(21 * (width + 3));
    for (long i = 0; i < 21 * (width + 3); i++) wide_y[i] = -7;
    kernel_sparse_rows_float(&matrix, 0, 3, wide, width, width, wide_y, width + 3);
    snprintf(label, sizeof label, "sparse product of width %ld, at least %g", width, (double)least);
    write_floats(label, 1e-5, wide_y, 21 * (width + 3));
    free(wide), free(wide_y);
  }
  free(x), free(y), free((void *)(unsigned long)matrix.values);
}

static void run_blocks(float least) {
  enum { rows = 37, panels = 3 };
  static const long starts[panels + 1] = {0, 13, 13, 20};
  int offsets[20];
  for (int i = 0; i < 20; i++) offsets[i] = (i * 7) % 23;
  float *values = made_up_floats(20 * kernel_sparse_block_rows, 4);
  float *bias = made_up_floats(panels * kernel_sparse_block_rows, 5);
  struct kernel_sparse_panels matrix = {.values = values, .offsets = offsets, .starts = starts,
                                        .bias = bias, .least = least, .rows = rows};
  char label[96];
  for (long count = 0; count <= 9; count += 3) {
    float *x = made_up_floats(count * 25, 6), *y = floats(count * 40 + 1);
    for (long i = 0; i < count * 40 + 1; i++) y[i] = -7;
    kernel_sparse_blocks_float(&matrix, 0, 1, x, 25, count, y, 40);
    kernel_sparse_blocks_float(&matrix, 1, 2, x, 25, count, y, 40);
    snprintf(label, sizeof label, "block-sparse product, %ld rows, at least %g", count,
             (double)least);
    write_floats(label, 1e-5, y, count * 40 + 1);
    free(x), free(y);
  }
  free(values), free(bias);
}

static void run_transposes(void) {
  float *x = made_up_floats(33 * 35, 7), *y = floats(35 * 40);
  for (long i = 0; i < 35 * 40; i++) y[i] = -7;
  kernel_transpose_float(x, 35, 33, 32, y, 40);
  write_floats("transposed", 0, y, 35 * 40);
  free(x), free(y);
}

void run_sparse(void) {
  for (int rectified = 0; rectified < 2; rectified++) {
    run_slices(rectified ? 0 : -__builtin_inff());
    run_blocks(rectified ? 0 : -__builtin_inff());
  }
  run_transposes();
}
