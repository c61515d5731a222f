#include "include/grouped.h"

#include <string.h>

#include "grouped_sets.h"
#include "include/instruction_set.h"

static long rounded_up(long count, long step) { return (count + step - 1) / step; }

/// Words of 32 bits that the inputs of one output take; a group ends with a whole one.
static long words_of(long inputs, long group_size, int bits) {
  const long in_word = 32 / bits, whole = inputs / group_size;
  return whole * rounded_up(group_size, in_word) +
         rounded_up(inputs - whole * group_size, in_word);
}

long kernel_grouped_packed_bytes(long inputs, long outputs, long group_size, int bits) {
  return rounded_up(outputs, 16) * words_of(inputs, group_size, bits) * 64;
}

void kernel_grouped_pack(
    const signed char *integers, long inputs, long outputs, long group_size, int bits,
    unsigned char *packed) {
  const long in_word = 32 / bits, words = words_of(inputs, group_size, bits);
  const long of_group = rounded_up(group_size, in_word);
  memset(packed, 0, (unsigned long)kernel_grouped_packed_bytes(inputs, outputs, group_size, bits));
  for (long output = 0; output < outputs; output++) {
    unsigned char *panel = packed + output / 16 * words * 64 + output % 16 * 4;
    for (long input = 0; input < inputs; input++) {
      const long in_group = input % group_size;
      const long word = input / group_size * of_group + in_group / in_word;
      const int bit = (int)(in_group % in_word) * bits;
      const unsigned value = (unsigned)integers[output * inputs + input] & ((1u << bits) - 1);
      panel[word * 64 + bit / 8] |= (unsigned char)(value << bit % 8);
    }
  }
}

static grouped_panel panel_of_set(void) {
  switch (kernel_chosen_instruction_set()) {
#if defined(__x86_64__)
    case kernel_avx512: return grouped_panel_avx512;
    case kernel_avx2: return grouped_panel_avx2;
#elif defined(__aarch64__)
    case kernel_neon: return grouped_panel_neon;
#endif
    default: return grouped_panel_portable;
  }
}

void kernel_grouped_multiply(
    const struct grouped_weights *weights, const float *x, long x_stride, long rows,
    long first_panel, long panels, int rectified, float *y, long y_stride) {
  const grouped_panel run = panel_of_set();
  const long bytes = words_of(weights->inputs, weights->group_size, weights->bits) * 64;
  const long groups = rounded_up(weights->inputs, weights->group_size);
  for (long panel = first_panel; panel < first_panel + panels; panel++) {
    const long left = weights->outputs - panel * 16, columns = left < 16 ? left : 16;
    for (long row = 0; row < rows; row += grouped_rows) {
      const long count = rows - row < grouped_rows ? rows - row : grouped_rows;
      float sums[grouped_rows * 16];
      run(weights, weights->packed + panel * bytes, weights->scales + panel * groups * 16,
          x + row * x_stride, x_stride, count, sums);
      for (long i = 0; i < count; i++) {
        float *to = y + (row + i) * y_stride + panel * 16;
        for (long column = 0; column < columns; column++) {
          float sum = sums[i * 16 + column] + weights->bias[panel * 16 + column];
          // A NaN stays one.
          to[column] = rectified && sum < 0 ? 0 : sum;
        }
      }
    }
  }
}
