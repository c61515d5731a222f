#include "reduction.h"
#include "results.h"

static const long shapes[][2] = {{0, 5},  {1, 1},  {3, 1},  {1, 3},   {2, 4},   {5, 5},
                                 {4, 7},  {9, 8},  {6, 15}, {3, 16},  {7, 17},  {2, 33},
                                 {5, 40}, {1, 70}, {3, 99}, {130, 3}, {90, 12}, {2, 1000}};

void run_reduction(void) {
  for (unsigned s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    long m = shapes[s][0], n = shapes[s][1], count = m * n;
    float *x = made_up_floats(count, 1), *z = made_up_floats(count, 2), *y = floats(count);
    float *a = made_up_floats(n, 3), *b = made_up_floats(n, 4), *c = made_up_floats(n, 5);
    float *first = floats(m + n), *second = floats(m + n);
    char label[96];
#define WRITE(kernel, values, length)                               \
  do {                                                              \
    snprintf(label, sizeof label, "%s of %ld×%ld", kernel, m, n);   \
    write_floats(label, 1e-5, values, length);                      \
  } while (0)
    kernel_row_sums_float(x, first, m, n);
    WRITE("row sums", first, m + 1);
    kernel_row_maxima_float(x, first, m, n);
    WRITE("row maxima", first, m);
    kernel_row_moments_float(x, first, second, m, n);
    WRITE("row means", first, m);
    WRITE("row variances", second, m);
    kernel_column_sums_float(x, first, m, n);
    WRITE("column sums", first, n);
    kernel_column_maxima_float(x, first, m, n);
    WRITE("column maxima", first, n);
    kernel_column_squares_float(x, a, first, m, n);
    WRITE("column squares", first, n);
    kernel_column_products_float(x, a, z, first, m, n);
    WRITE("column products", first, n);
    kernel_softmax_rows_float(x, y, m, n);
    WRITE("softmax", y, count + 1);
    kernel_softmax_rows_gradient_float(y, z, y, m, n);
    WRITE("softmax gradient", y, count + 1);
    kernel_log_softmax_rows_float(x, y, m, n);
    WRITE("log softmax", y, count + 1);
    kernel_log_softmax_rows_gradient_float(y, z, y, m, n);
    WRITE("log softmax gradient", y, count + 1);
    kernel_blend_channels_float(x, z, a, b, c, y, m, n);
    WRITE("blend", y, count + 1);
    kernel_layer_norm_rows_float(x, a, b, y, first, second, m, n, 0.1f);
    WRITE("layer norm", y, count + 1);
    float *scale = made_up_floats(n, 6), *shift = made_up_floats(n, 7);
    kernel_layer_norm_rows_gradient_float(x, a, first, second, z, y, m, n, scale, shift);
    WRITE("layer norm gradient", y, count + 1);
    WRITE("layer norm scale gradient", scale, n);
    WRITE("layer norm shift gradient", shift, n);
    if (n > 4) {
      memcpy(x + n / 2, &(unsigned){0x7fc00000}, m > 0 ? 4 : 0);
      kernel_row_maxima_float(x, first, m, n);
      WRITE("row maxima with NaN", first, m);
      kernel_column_maxima_float(x, first, m, n);
      WRITE("column maxima with NaN", first, n);
    }
    free(x), free(y), free(z), free(a), free(b), free(c), free(first), free(second);
    free(scale), free(shift);
  }
}
