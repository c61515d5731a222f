#include "convolution.h"
#include "depthwise.h"
#include "pooling.h"
#include "results.h"
#include "winograd.h"

enum { side = 7 };

/// The sweep of a square kernel over a square image, padded so that stride 1 keeps its size.
static struct convolution_sweep sweep_of(long inputs, long outputs, long kernel, long stride) {
  long padding = kernel / 2, columns = (side + 2 * padding - kernel) / stride + 1;
  int is_bare = padding == 0;
  return (struct convolution_sweep){
      .source_height = side, .source_width = side, .source_channels = inputs,
      .frame_top = padding, .frame_left = padding,
      .framed_width = is_bare ? side : (columns - 1) * stride + kernel,
      .window_height = kernel, .is_bare = is_bare, .step_height = stride, .step_width = stride,
      .columns = columns, .taps = kernel, .run = kernel * inputs, .groups = 1,
      .group_inputs = inputs, .group_outputs = outputs, .target_row = columns * outputs,
      .target_pixel = outputs};
}

static void run_direct(long inputs, long outputs, long kernel, long stride) {
  struct convolution_sweep sweep = sweep_of(inputs, outputs, kernel, stride);
  long rows = sweep.columns, line = sweep.framed_width * inputs;
  long inner = kernel * kernel * inputs, padded = (inner + 5) / 6 * 6;
  long channels = (outputs + 15) / 16 * 16, count = rows * rows * outputs;
  long taps[5], *points = malloc(sizeof(long) * (size_t)padded);
  for (long i = 0; i < kernel; i++) taps[i] = i * line;
  for (long i = 0; i < padded; i++) {
    long k = i < inner ? i : inner - 1;
    points[i] = taps[k / sweep.run] + k % sweep.run;
  }
  float *x = made_up_floats(side * side * inputs, 1), *y = floats(count);
  float *weights = made_up_floats(channels * inner, 2), *bias = made_up_floats(channels, 3);
  float *scratch = floats(convolution_gradient_scratch(&sweep, rows));
  float *gradient = made_up_floats(padded * channels, 4);
  char label[96];
  snprintf(label, sizeof label, "convolution %ld→%ld, %ld×%ld, stride %ld", inputs, outputs,
           kernel, kernel, stride);
  convolution_forward_float(&sweep, taps, x, weights, bias, 1, y, 0, rows, scratch);
  write_floats(label, 1e-5, y, count);
  convolution_weight_gradient_float(&sweep, points, padded, rows, x, y, gradient, 0,
                                    padded / 6 * (channels / 16), scratch);
  snprintf(label, sizeof label, "its gradient, %ld→%ld, %ld×%ld, stride %ld", inputs, outputs,
           kernel, kernel, stride);
  write_floats(label, 1e-4, gradient, padded * channels);
  free(points), free(x), free(y), free(weights), free(bias), free(scratch), free(gradient);
}

static void run_depthwise(long channels, long kernel, long stride) {
  struct convolution_sweep sweep = sweep_of(channels, channels, kernel, stride);
  sweep.taps = kernel * kernel;
  sweep.run = sweep.group_inputs = sweep.group_outputs = 1;
  sweep.groups = channels;
  long rows = sweep.columns, count = rows * rows * channels, taps[25];
  for (long i = 0; i < sweep.taps; i++) {
    taps[i] = (i / kernel * sweep.framed_width + i % kernel) * channels;
  }
  float *x = made_up_floats(side * side * channels, 1), *y = floats(count);
  float *weights = made_up_floats(sweep.taps * channels, 2), *bias = made_up_floats(channels, 3);
  float *scratch = floats(convolution_scratch(&sweep, rows));
  char label[96];
  snprintf(label, sizeof label, "depthwise %ld, %ld×%ld, stride %ld", channels, kernel, kernel,
           stride);
  depthwise_forward_float(&sweep, taps, x, weights, bias, 1, y, 0, rows, scratch);
  write_floats(label, 1e-5, y, count);
  depthwise_weight_gradient_float(&sweep, taps, rows, x, y, weights, scratch);
  write_floats("its gradient", 1e-5, weights, sweep.taps * channels);
  free(x), free(y), free(weights), free(bias), free(scratch);
}

static void run_winograd(long inputs, long outputs, long of_tile, int pooled) {
  enum { images = 2 };
  long padding = of_tile == 2 ? 2 : 1, across = (side + of_tile - 1) / of_tile;
  struct winograd_tiling tiling = {side, side, inputs, side, side, outputs,
                                   padding, padding, of_tile, across, across};
  long tiles = images * across * across, length = pooled ? side / 2 : side;
  long count = images * length * length * outputs, padded = (inputs + 5) / 6 * 6, points[96];
  for (long i = 0; i < padded; i++) points[i] = i < inputs ? i : inputs - 1;
  float *x = made_up_floats(images * side * side * inputs, 1), *y = floats(count);
  float *dy = made_up_floats(images * side * side * outputs, 4);
  float *weights = made_up_floats(36 * inputs * outputs, 2), *bias = made_up_floats(outputs, 3);
  float *scratch = floats(winograd_scratch(&tiling, tiles));
  // Transformed pixels are large, and true transformed kernels as small.
  for (long i = 0; i < 36 * inputs * outputs; i++) weights[i] /= 1000;
  char label[96];
  snprintf(label, sizeof label, "tiles of %ld, %ld→%ld, pooled %d", of_tile, inputs, outputs,
           pooled);
  winograd_forward_float(&tiling, x, weights, bias, 1, pooled, y, 0, tiles, scratch);
  write_floats(label, 1e-4, y, count);
  float *gradient = made_up_floats(36 * padded * outputs, 5);
  for (long i = 0; i < images * side * side * outputs; i++) dy[i] /= 10000;
  winograd_weight_gradient_float(&tiling, x, dy, points, padded, gradient, 0, tiles, scratch);
  write_floats("their gradient", 1e-4, gradient, 36 * padded * outputs);
  free(x), free(y), free(dy), free(weights), free(bias), free(scratch), free(gradient);
}

static void run_pooling(long channels, long window, long stride, long padding) {
  long columns = (side + 2 * padding - window) / stride + 1, count = columns * columns * channels;
  struct pooling_window shape = {side,   side,   channels, window,  window, stride,
                                 stride, padding, padding,  columns};
  float *x = made_up_floats(side * side * channels, 1), *y = floats(count);
  float *gradient = made_up_floats(side * side * channels, 2);
  int *pixels = malloc(sizeof(int) * (size_t)count);
  memcpy(x + side * side * channels / 2, &(unsigned){0x7fc00000}, 4);
  pooling_maximum_float(&shape, x, 0, columns, y, pixels);
  write_floats("maximum pooling", 0, y, count);
  write_ints("its pixels", pixels, count);
  pooling_maximum_gradient_float(&shape, y, pixels, columns, gradient);
  write_floats("its gradient", 1e-6, gradient, side * side * channels);
  pooling_maximum_float(&shape, x, 0, columns, y, NULL);
  write_floats("maximum pooling alone", 0, y, count);
  pooling_average_float(&shape, 0, x, 0, columns, y);
  write_floats("average pooling", 1e-6, y, count);
  pooling_average_gradient_float(&shape, 1, y, columns, gradient);
  write_floats("its gradient", 1e-6, gradient, side * side * channels);
  free(x), free(y), free(gradient), free(pixels);
}

void run_convolution(void) {
  for (long inputs = 1; inputs <= 19; inputs += 3) {
    for (long kernel = 1; kernel <= 5; kernel += 2) {
      for (long stride = 1; stride <= 2; stride++) {
        for (long outputs = 1; outputs <= 35; outputs += 17) {
          run_direct(inputs, outputs, kernel, stride);
        }
        run_depthwise(inputs, kernel, stride);
      }
    }
    run_pooling(inputs, 2, 2, 0);
    run_pooling(inputs, 3, 2, 1);
    run_pooling(inputs, side, 1, 0);
  }
  for (long of_tile = 2; of_tile <= 4; of_tile += 2) {
    for (int pooled = 0; pooled <= 1; pooled++) {
      run_winograd(16, 32, of_tile, pooled);
      run_winograd(48, 16, of_tile, pooled);
    }
  }
}
