#include "include/depthwise.h"

#include "depthwise_sets.h"
#include "include/convolution.h"
#include "include/instruction_set.h"

static const struct depthwise_set *chosen_set(void) {
  switch (kernel_chosen_instruction_set()) {
#if defined(__x86_64__)
    case kernel_avx512:
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

void depthwise_forward_float(const struct convolution_sweep *sweep, const long *taps,
                             const float *source, const float *weights, const float *bias,
                             int activation, float *target, long first_row, long rows,
                             float *scratch) {
  if (rows < 1) return;
  const struct depthwise_set *set = chosen_set();
  const float *framed = framed_rows(sweep, source, first_row, rows, scratch);
  long row_step = sweep->step_height * sweep->framed_width * sweep->source_channels;
  int is_dense3x3 = sweep->taps == 9;
  for (long tap = 0; tap < sweep->taps; tap++) {
    long dense = (tap / 3 * sweep->framed_width + tap % 3) * sweep->source_channels;
    if (taps[tap] != dense) is_dense3x3 = 0;
  }
  for (long row = 0; row < rows; row++) {
    set->row(sweep, taps, is_dense3x3, framed + row * row_step, weights, bias, activation,
             target + (first_row + row) * sweep->target_row);
  }
}

void depthwise_weight_gradient_float(const struct convolution_sweep *sweep, const long *taps,
                                     long rows, const float *source,
                                     const float *output_gradient, float *gradient,
                                     float *scratch) {
  const struct depthwise_set *set = chosen_set();
  const float *framed = framed_rows(sweep, source, 0, rows, scratch);
  set->gradient(sweep, taps, rows, framed, output_gradient, gradient);
}
