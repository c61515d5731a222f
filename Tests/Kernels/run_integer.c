#include "integer.h"
#include "instruction_set.h"
#include "results.h"

static const long shapes[][3] = {
    {0, 3, 4},   {3, 0, 4},    {3, 4, 0},    {1, 1, 1},    {1, 5, 16},  {2, 3, 17},  {3, 4, 15},
    {4, 8, 16},  {5, 9, 31},   {7, 13, 40},  {9, 64, 33},  {31, 127, 65}, {33, 50, 64},
    {40, 1025, 18}, {1, 2049, 40}, {1, 33000, 17}, {5, 3001, 9}};

void run_integer(void) {
  for (unsigned s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    long m = shapes[s][0], k = shapes[s][1], n = shapes[s][2];
    unsigned char *a = made_up_bytes(m * k, 1);
    signed char *b = (signed char *)made_up_bytes(k * n, 2);
    for (int kind = 0; kind < 4; kind++) {
      // Unsigned, signed, and the most extreme of both.
      if (kind >= 2) memset(a, kind == 2 ? 255 : 128, (size_t)(m * k));
      if (kind >= 2) memset(b, kind == 2 ? 127 : -128, (size_t)(k * n));
      int form = kernel_choose_integer_form(b, k, n, n, 1, 255);
      long bytes = kernel_integer_packed_bytes(form, k, n);
      signed char *packed = aligned_alloc(64, (size_t)(bytes + 127) / 64 * 64);
      kernel_pack_integer(form, b, k, n, n, 1, packed);
      int *c = malloc(sizeof(int) * (size_t)(m * n + 1));
      for (long i = 0; i <= m * n; i++) c[i] = 7;
      int *start = malloc(sizeof(int) * (size_t)(n + 1));
      for (long i = 0; i < n; i++) start[i] = (int)(i * 1000 - 5000);
      long width = kernel_integer_panel_columns(form);
      kernel_matmul_integer(
          form, a, k, kind % 2, packed, start, c, n, m, k, n, 0, (n + width - 1) / width);
      char label[96];
      snprintf(label, sizeof label, "integer product %ld×%ld×%ld, kind %d", m, k, n, kind);
      write_ints(label, c, m * n + 1);
      free(packed), free(c), free(start);
    }
    free(a), free(b);
  }
  for (long count = 0; count < 40; count++) {
    char label[96];
    float *x = made_up_floats(count, 3), *scale = made_up_floats(count, 4), *y = floats(count);
    int *sums = (int *)(void *)made_up_bytes(4 * count + 4, 5);
    unsigned char *to = made_up_bytes(count, 6);
    for (long i = 0; i < count; i++) {
      x[i] *= 200;
      scale[i] *= 1e-7f;
      if (i % 3 == 1) sums[i] %= 1000;
      if (i % 5 == 4) memcpy(x + i, &(unsigned){0x7fc00000 >> (i % 2)}, 4);
    }
    kernel_quantize_float(x, 0.5f, 3, -128, 127, to, count);
    snprintf(label, sizeof label, "quantize %ld", count);
    write_bytes(label, to, count);
    kernel_requantize_integer(sums, count, scale, 3, 3, 255, to, count, 1, count);
    snprintf(label, sizeof label, "requantize %ld", count);
    write_bytes(label, to, count);
    kernel_dequantize_integer(sums, count, scale, x, 0, y, count, 1, count);
    snprintf(label, sizeof label, "dequantize %ld", count);
    write_floats(label, 1e-6, y, count + 1);
    float range[2];
    kernel_range_float(x, count, range, range + 1);
    snprintf(label, sizeof label, "range %ld", count);
    write_floats(label, 0, range, 2);
    free(x), free(scale), free(y), free(sums), free(to);
  }
}
