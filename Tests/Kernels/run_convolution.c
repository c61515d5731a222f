#include "convolution.h"
#include "depthwise.h"
#include "results.h"

/// A square kernel over a square image.
static const struct {
  long size, inputs, outputs, kernel, stride, padding, groups;
} cases[] = {
    {7, 1, 32, 5, 1, 2, 1},  {8, 3, 16, 3, 1, 1, 1},  {9, 5, 7, 3, 2, 1, 1},
    {6, 16, 33, 1, 1, 0, 1}, {10, 4, 20, 3, 2, 0, 1}, {5, 8, 8, 3, 1, 1, 2},
    {7, 6, 18, 3, 1, 1, 3},  {14, 32, 64, 5, 1, 2, 1}, {3, 2, 1, 3, 1, 0, 1},
    {8, 8, 8, 3, 1, 1, 8},   {9, 16, 16, 3, 2, 1, 16}, {5, 33, 33, 3, 1, 1, 33},
    {6, 7, 7, 5, 1, 2, 7},   {4, 1, 1, 3, 1, 1, 1}};

static void run(unsigned number, int activation, int has_bias) {
  const long size = cases[number].size, stride = cases[number].stride;
  const long inputs = cases[number].inputs, outputs = cases[number].outputs;
  const long kernel = cases[number].kernel, padding = cases[number].padding;
  const long groups = cases[number].groups;
  const long side = (size + 2 * padding - kernel) / stride + 1;
  const long extent = (side - 1) * stride + kernel;
  const int is_depthwise = groups == inputs && groups == outputs;
  const int is_bare = padding == 0 && extent <= size;
  struct convolution_sweep sweep = {
      .source_height = size,
      .source_width = size,
      .source_channels = inputs,
      .frame_top = padding,
      .frame_left = padding,
      .framed_width = is_bare ? size : extent,
      .window_height = kernel,
      .is_bare = is_bare,
      .step_height = stride,
      .step_width = stride,
      .columns = side,
      .groups = groups,
      .group_inputs = inputs / groups,
      .group_outputs = outputs / groups,
      .target_row = side * outputs,
      .target_pixel = outputs,
  };
  // Where a window's row lies side by side, it is one tap.
  int whole_rows = groups == 1 && !is_depthwise;
  sweep.run = whole_rows ? kernel * inputs : inputs / groups;
  sweep.taps = whole_rows ? kernel : kernel * kernel;
  long taps[25];
  for (long i = 0; i < sweep.taps; i++) {
    long row = whole_rows ? i : i / kernel, column = whole_rows ? 0 : i % kernel;
    taps[i] = (row * sweep.framed_width + column) * inputs;
  }

  const long panels = groups * ((outputs / groups + 15) / 16);
  const long inner = sweep.taps * sweep.run;
  const long block = convolution_block, points = (inner + block - 1) / block * block;
  float *source = made_up_floats(size * size * inputs, 1);
  float *weights = made_up_floats(panels * inner * 16 + kernel * kernel * inputs, 2);
  float *bias = made_up_floats(panels * 16 + outputs, 3);
  float *target = floats(side * side * outputs);
  float *slopes = made_up_floats(side * side * outputs, 4);
  float *gradient = floats(panels * points * 16);
  long forward = convolution_scratch(&sweep, side);
  long backward = convolution_gradient_scratch(&sweep, side);
  float *scratch = floats((forward > backward ? forward : backward) + 64);
  char label[96];
#define WRITE(what, values, count)                                                        \
  do {                                                                                    \
    snprintf(label, sizeof label, "%s, case %u, activation %d, bias %d", what, number,    \
             activation, has_bias);                                                       \
    write_floats(label, 3e-5, values, count);                                             \
  } while (0)
  const float *added = has_bias ? bias : NULL;
  if (is_depthwise) {
    depthwise_forward_float(
        &sweep, taps, source, weights, added, activation, target, 0, side, scratch);
    WRITE("depthwise convolution", target, side * side * outputs + 1);
    depthwise_weight_gradient_float(&sweep, taps, side, source, slopes, gradient, scratch);
    WRITE("depthwise gradient", gradient, kernel * kernel * inputs);
  }
  if (!is_depthwise || inputs == 1) {
    convolution_forward_float(
        &sweep, taps, source, weights, added, activation, target, 0, side, scratch);
    WRITE("convolution", target, side * side * outputs + 1);
    // Some of the rows alone.
    if (side > 2) {
      convolution_forward_float(
          &sweep, taps, source, weights, NULL, activation, target, 1, side - 2, scratch);
      WRITE("rows of a convolution", target, side * side * outputs + 1);
    }
    long *offsets = malloc(sizeof(long) * (size_t)points);
    for (long i = 0; i < points; i++) {
      long k = i < inner ? i : inner - 1;
      offsets[i] = taps[k / sweep.run] + k % sweep.run;
    }
    for (long i = 0; i < panels * points * 16; i++) gradient[i] = 0.25f;
    convolution_weight_gradient_float(
        &sweep, offsets, points, side, source, slopes, gradient, 0, panels * points / block,
        scratch);
    WRITE("convolution's gradient", gradient, panels * points * 16);
    free(offsets);
  }
  convolution_bias_gradient_float(slopes, side * side, outputs, gradient);
  WRITE("convolution's bias gradient", gradient, outputs < panels * points * 16 ? outputs : 0);
  free(source), free(weights), free(bias), free(target), free(slopes), free(gradient);
  free(scratch);
}

static void run_products(long rows, long inner, long columns) {
  const long matrices = 5, panels = (columns + 15) / 16;
  float *source = made_up_floats(matrices * rows * inner, 5);
  float *weights = made_up_floats(matrices * panels * inner * 16, 6);
  float *target = floats(matrices * rows * panels * 16);
  convolution_products_float(
      matrices, rows, inner, columns, source, inner, rows * inner, weights, target, columns,
      rows * columns);
  char label[96];
  snprintf(label, sizeof label, "small products %ld×%ld×%ld", rows, inner, columns);
  write_floats(label, 3e-5, target, matrices * rows * columns + 1);
  free(source), free(weights), free(target);
}

void run_convolution(void) {
  for (unsigned number = 0; number < sizeof cases / sizeof *cases; number++) {
    run(number, 0, 0);
    run(number, 1, 1);
  }
  for (long rows = 1; rows < 15; rows += 3) {
    run_products(rows, 16, 16);
    run_products(rows, 33, 32);
  }
}
