#include "grouped.h"
#include "results.h"

static const long shapes[][4] = {{1, 1, 1, 32},    {1, 32, 16, 32}, {2, 33, 17, 32},
                                 {3, 7, 40, 5},    {4, 64, 33, 64}, {5, 100, 10, 32},
                                 {9, 129, 31, 32}, {1, 50, 16, 50}, {7, 12, 5, 1}};

void run_grouped(void) {
  for (unsigned s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    for (int bits = 4; bits <= 8; bits += 4) {
      const long rows = shapes[s][0], inputs = shapes[s][1], outputs = shapes[s][2];
      const long size = shapes[s][3], groups = (inputs + size - 1) / size;
      const long panels = (outputs + 15) / 16;
      signed char *integers = (signed char *)made_up_bytes(outputs * inputs, 1);
      for (long i = 0; i < outputs * inputs; i++) {
        integers[i] = (signed char)(integers[i] >> (8 - bits));
      }
      const long bytes = kernel_grouped_packed_bytes(inputs, outputs, size, bits);
      unsigned char *packed = aligned_alloc(64, (size_t)bytes);
      kernel_grouped_pack(integers, inputs, outputs, size, bits, packed);
      float *x = made_up_floats(rows * inputs, 2), *y = floats(rows * outputs);
      float *scales = made_up_floats(panels * groups * 16, 3);
      float *bias = made_up_floats(panels * 16, 4);
      for (long i = 0; i < panels * groups * 16; i++) scales[i] *= bits == 4 ? 0.1f : 0.006f;
      const struct grouped_weights weights = {
          .packed = packed, .scales = scales, .bias = bias, .inputs = inputs,
          .outputs = outputs, .group_size = size, .bits = bits};
      for (int rectified = 0; rectified < 2; rectified++) {
        kernel_grouped_multiply(
            &weights, x, inputs, rows, 0, panels, rectified, y, outputs);
        char label[96];
        snprintf(label, sizeof label, "grouped %ld×%ld×%ld by %ld, %d bits, rectified %d", rows,
                 inputs, outputs, size, bits, rectified);
        write_floats(label, 2e-5, y, rows * outputs + 1);
      }
      free(integers), free(packed), free(x), free(y), free(scales), free(bias);
    }
  }
}
