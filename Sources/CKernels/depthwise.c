#include "include/depthwise.h"

#include <string.h>

#include "depthwise_sets.h"
#include "include/convolution.h"
#include "include/instruction_set.h"

static const struct depthwise_set *chosen_set(const struct convolution_sweep *sweep) {
  switch (kernel_chosen_instruction_set()) {
#if defined(__x86_64__)
    case kernel_avx512:
      // Channels that do not fill its vectors would be left over one by one.
      if (sweep->source_channels % 16 == 0) return &depthwise_set_avx512;
      return &depthwise_set_avx2;
    case kernel_avx2:
      return &depthwise_set_avx2;
#elif defined(__aarch64__)
    case kernel_neon:
      return &depthwise_set_neon;
#endif
    default:
      return &depthwise_set_portable;
  }
}

static const float *framed_rows(const struct convolution_sweep *sweep, const float *source,
                                long first_row, long rows, float *scratch) {
  if (sweep->is_bare) {
    return source +
           first_row * sweep->step_height * sweep->framed_width * sweep->source_channels;
  }
  convolution_frame_float(sweep, source, first_row, rows, scratch);
  return scratch;
}

/// Whether the taps are those of a 3×3 kernel without dilation, at a stride that has its own loop.
static int is_plain3x3(const struct convolution_sweep *sweep, const long *taps) {
  if (sweep->taps != 9 || sweep->step_width > 2) return 0;
  for (long tap = 0; tap < 9; tap++) {
    long dense = (tap / 3 * sweep->framed_width + tap % 3) * sweep->source_channels;
    if (taps[tap] != dense) return 0;
  }
  return 1;
}

/// Reads the image where it lies: to copy it into its frame takes as long as the products.
static void forward3x3(const struct convolution_sweep *sweep, const float *source,
                       const float *weights, const float *bias, int activation, float *target,
                       long first_row, long rows, float *scratch) {
  const struct depthwise_set *set = chosen_set(sweep);
  long line = sweep->source_width * sweep->source_channels;
  int has_zeros = 0;
  for (long row = first_row; row < first_row + rows; row++) {
    const float *lines[3];
    for (long y = 0; y < 3; y++) {
      long from = row * sweep->step_height - sweep->frame_top + y;
      int inside = from >= 0 && from < sweep->source_height;
      if (!inside && !has_zeros) {
        memset(scratch, 0, (unsigned long)line * sizeof(float));
        has_zeros = 1;
      }
      lines[y] = inside ? source + from * line : scratch;
    }
    set->row3x3(sweep, lines, weights, bias, activation, target + row * sweep->target_row);
  }
}

long depthwise_scratch(const struct convolution_sweep *sweep, long rows) {
  long framed = convolution_scratch(sweep, rows);
  long line = sweep->source_width * sweep->source_channels;
  return framed > line ? framed : line;
}

void depthwise_forward_float(const struct convolution_sweep *sweep, const long *taps,
                             const float *source, const float *weights, const float *bias,
                             int activation, float *target, long first_row, long rows,
                             float *scratch) {
  if (rows < 1) return;
  if (is_plain3x3(sweep, taps)) {
    forward3x3(sweep, source, weights, bias, activation, target, first_row, rows, scratch);
    return;
  }
  const struct depthwise_set *set = chosen_set(sweep);
  const float *framed = framed_rows(sweep, source, first_row, rows, scratch);
  long row_step = sweep->step_height * sweep->framed_width * sweep->source_channels;
  for (long row = 0; row < rows; row++) {
    set->row(sweep, taps, framed + row * row_step, weights, bias, activation,
             target + (first_row + row) * sweep->target_row);
  }
}

void depthwise_weight_gradient_float(const struct convolution_sweep *sweep, const long *taps,
                                     long rows, const float *source,
                                     const float *output_gradient, float *gradient,
                                     float *scratch) {
  const struct depthwise_set *set = chosen_set(sweep);
  const float *framed = framed_rows(sweep, source, 0, rows, scratch);
  set->gradient(sweep, taps, rows, framed, output_gradient, gradient);
}
