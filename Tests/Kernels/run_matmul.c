#include <math.h>

#include "instruction_set.h"
#include "matmul.h"
#include "results.h"

static const long shapes[][3] = {
    {0, 3, 4},    {3, 0, 4},    {3, 4, 0},    {1, 1, 1},   {1, 5, 16},   {1, 100, 33},
    {1, 300, 200}, {2, 3, 17},  {3, 4, 15},   {4, 8, 16},  {5, 9, 31},   {6, 16, 32},
    {7, 13, 40},  {8, 20, 48},  {13, 64, 33}, {31, 127, 65}, {40, 700, 18}, {64, 64, 64}};

/// Whether c holds, to the last bit, one chain of multiply-adds for each element, begun from
/// `before` where the product accumulates.
static int is_one_chain(
    const struct kernel_matmul_product *product, const float *b, const float *before, long m,
    long n) {
  // The portable kernels have no fused instruction.
  int fused = kernel_chosen_instruction_set() != kernel_portable;
  for (long row = 0; row < m; row++) {
    for (long column = 0; column < n; column++) {
      long at = row * product->c_row_stride + column;
      float sum = product->accumulate ? before[at] : 0;
      for (long inner = 0; inner < product->k; inner++) {
        float x = product->a[row * product->a_row_stride + inner * product->a_inner_stride];
        float y = b[inner * n + column];
        float rounded = x * y;
        sum = fused ? fmaf(x, y, sum) : rounded + sum;
      }
      if (product->bias) sum += product->bias[column];
      if (product->activation == kernel_matmul_relu && sum < 0) sum = 0;
      if (sum != product->c[at]) return 0;
    }
  }
  return 1;
}

void run_matmul(void) {
  for (unsigned s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    long m = shapes[s][0], k = shapes[s][1], n = shapes[s][2];
    long panels = (n + 15) / 16;
    float *a = made_up_floats(m * k, 1), *b = made_up_floats(k * n, 2);
    float *bias = made_up_floats(n, 3);
    float *packed = made_up_floats(panels * 16 * k, 4);
    kernel_matmul_pack_float(b, n, 1, k, 0, n, packed, 16 * k);
    char label[96];
    snprintf(label, sizeof label, "packed %ld×%ld", k, n);
    write_floats(label, 0, packed, panels * 16 * k);
    for (int kind = 0; kind < 16; kind++) {
      // A wider c, whose columns beyond the product must stay.
      long stride = n + 3;
      float *c = made_up_floats(m * stride, 5), *before = made_up_floats(m * stride, 5);
      int in_place = kind & 1, transposed = kind & 2;
      struct kernel_matmul_product product = {
          .k = k,
          .a = a,
          .a_row_stride = transposed ? 1 : k,
          .a_inner_stride = transposed ? m : 1,
          .b = in_place ? b : packed,
          .b_panel_stride = in_place ? 16 : 16 * k,
          .b_inner_stride = in_place ? n : 16,
          .c = c,
          .c_row_stride = stride,
          .accumulate = kind & 4,
          .bias = kind & 8 ? bias : NULL,
          .activation = kind & 8 ? kernel_matmul_relu : kernel_matmul_identity,
      };
      kernel_matmul_float(&product, 0, m, 0, n);
      snprintf(label, sizeof label, "product %ld×%ld×%ld, kind %d", m, k, n, kind);
      write_floats(label, 3e-5, c, m * stride);
      if (!is_one_chain(&product, b, before, m, n)) {
        fprintf(stderr, "%s: not the chain of multiply-adds that it should be\n", label);
        exit(1);
      }
      free(c), free(before);
    }
    free(a), free(b), free(bias), free(packed);
  }
}
