#include "results.h"
#include "winograd.h"

static const struct {
  long size, inputs, outputs, kernel, padding;
} cases[] = {{8, 16, 16, 3, 1}, {7, 16, 32, 3, 1}, {9, 32, 16, 5, 2}, {14, 32, 64, 5, 2},
             {6, 16, 16, 5, 0}, {5, 48, 16, 3, 0}};

static void run(unsigned number, int activation, int pooled) {
  const long size = cases[number].size, kernel = cases[number].kernel;
  const long inputs = cases[number].inputs, outputs = cases[number].outputs;
  const long side = size + 2 * cases[number].padding - kernel + 1;
  const long tile = kernel == 3 ? 4 : 2, across = (side + tile - 1) / tile, images = 2;
  struct winograd_tiling tiling = {
      .height = size, .width = size, .inputs = inputs, .output_height = side,
      .output_width = side, .outputs = outputs, .padding_top = cases[number].padding,
      .padding_left = cases[number].padding, .side = tile, .tiles_down = across,
      .tiles_across = across};
  const long tiles = images * across * across, points = (inputs + 5) / 6 * 6;
  const long results = images * side * side * outputs;
  float *source = made_up_floats(images * size * size * inputs, 1);
  float *weights = made_up_floats(36 * inputs * outputs, 2);
  float *bias = made_up_floats(outputs, 3), *slopes = made_up_floats(results, 4);
  float *target = floats(results), *gradient = floats(36 * points * outputs);
  float *scratch = floats(winograd_scratch(&tiling, tiles) + 64);
  char label[96];
  winograd_forward_float(
      &tiling, source, weights, activation ? bias : NULL, activation, pooled, target, 0, tiles,
      scratch);
  snprintf(label, sizeof label, "Winograd, case %u, activation %d, pooled %d", number,
           activation, pooled);
  // Kernels that are no transforms of small ones give sums of hundreds, which then cancel.
  write_floats(label, 2e-3, target, results + 1);
  if (!pooled) {
    long *offsets = malloc(sizeof(long) * (size_t)points);
    for (long i = 0; i < points; i++) offsets[i] = i < inputs ? i : inputs - 1;
    winograd_weight_gradient_float(
        &tiling, source, slopes, offsets, points, gradient, 0, tiles, scratch);
    snprintf(label, sizeof label, "Winograd's gradient, case %u", number);
    write_floats(label, 1e-3, gradient, 36 * points * outputs);
    free(offsets);
  }
  free(source), free(weights), free(bias), free(slopes), free(target), free(gradient);
  free(scratch);
}

void run_winograd(void) {
  for (unsigned number = 0; number < sizeof cases / sizeof *cases; number++) {
    run(number, 0, 0);
    run(number, 1, 0);
    // Pooled results have an even side.
    if (number == 0 || number == 3) run(number, 1, 1);
  }
}
