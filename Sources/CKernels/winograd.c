#include "include/winograd.h"

#include <string.h>

#include "convolution_sets.h"
#include "include/convolution.h"
#include "include/instruction_set.h"
#include "winograd_sets.h"

/// Points of a transformed tile.
enum { points_of_tile = 36 };

static const struct winograd_set *chosen_set(void) {
  switch (kernel_chosen_instruction_set()) {
#if defined(__x86_64__)
    case kernel_avx512:
      return &winograd_set_avx512;
    case kernel_avx2:
      return &winograd_set_avx2;
#elif defined(__aarch64__)
    case kernel_neon:
      return &winograd_set_neon;
#endif
    default:
      return &winograd_set_portable;
  }
}

/// From one point of a block to the next: a line of the cache more than the tiles take, so that
/// the 36 points of a tile do not fall into the same few sets of the cache.
static long step_of(long tiles, long channels) { return tiles * channels + 16; }

static long larger_of(long a, long b) { return a > b ? a : b; }

long winograd_scratch(const struct winograd_tiling *tiling, long tiles) {
  return larger_of(tiling->inputs, tiling->outputs) +
         points_of_tile * (step_of(tiles, tiling->inputs) + step_of(tiles, tiling->outputs));
}

struct place {
  long image, row, column;
};

static struct place place_of(const struct winograd_tiling *tiling, long tile) {
  long per_image = tiling->tiles_down * tiling->tiles_across;
  long in_image = tile % per_image;
  return (struct place){tile / per_image, in_image / tiling->tiles_across * tiling->side,
                        in_image % tiling->tiles_across * tiling->side};
}

/// Transforms a block of tiles of the source; pixels outside an image are read from `zeros`.
static void transform_source(const struct winograd_tiling *tiling, const float *source,
                             long first_tile, long tiles, const float *zeros, float *transformed) {
  const struct winograd_set *set = chosen_set();
  long step = step_of(tiles, tiling->inputs);
  for (long tile = 0; tile < tiles; tile++) {
    struct place place = place_of(tiling, first_tile + tile);
    const float *image = source + place.image * tiling->height * tiling->width * tiling->inputs;
    const float *points[points_of_tile];
    for (long y = 0; y < 6; y++) {
      long row = place.row - tiling->padding_top + y;
      for (long x = 0; x < 6; x++) {
        long column = place.column - tiling->padding_left + x;
        int inside = row >= 0 && row < tiling->height && column >= 0 && column < tiling->width;
        points[y * 6 + x] =
            inside ? image + (row * tiling->width + column) * tiling->inputs : zeros;
      }
    }
    set->source(points, tiling->inputs, transformed + tile * tiling->inputs, step);
  }
}

void winograd_forward_float(const struct winograd_tiling *tiling, const float *source,
                            const float *weights, const float *bias, int activation, int pooled,
                            float *target, long first_tile, long tiles, float *scratch) {
  const struct winograd_set *set = chosen_set();
  long source_step = step_of(tiles, tiling->inputs);
  long output_step = step_of(tiles, tiling->outputs);
  float *transformed = scratch;
  float *products = transformed + points_of_tile * source_step;
  float *zeros = products + points_of_tile * output_step;
  memset(zeros, 0, (unsigned long)tiling->inputs * sizeof(float));
  transform_source(tiling, source, first_tile, tiles, zeros, transformed);
  convolution_products_float(points_of_tile, tiles, tiling->inputs, tiling->outputs, transformed,
                             tiling->inputs, source_step, weights, products, tiling->outputs,
                             output_step);
  // Of what is stored: rows and columns of a tile and of a result.
  long side = pooled ? tiling->side / 2 : tiling->side;
  long height = pooled ? tiling->output_height / 2 : tiling->output_height;
  long width = pooled ? tiling->output_width / 2 : tiling->output_width;
  for (long tile = 0; tile < tiles; tile++) {
    struct place place = place_of(tiling, first_tile + tile);
    float *image = target + place.image * height * width * tiling->outputs;
    long first_row = place.row / tiling->side * side;
    long first_column = place.column / tiling->side * side;
    float *targets[16];
    for (long y = 0; y < side; y++) {
      for (long x = 0; x < side; x++) {
        long row = first_row + y, column = first_column + x;
        targets[y * side + x] = row < height && column < width
                                    ? image + (row * width + column) * tiling->outputs
                                    : 0;
      }
    }
    set->output(tiling->side, products + tile * tiling->outputs, output_step, tiling->outputs,
                bias, activation, pooled, targets);
  }
}

void winograd_weight_gradient_float(const struct winograd_tiling *tiling, const float *source,
                                    const float *output_gradient, const long *points,
                                    long point_count, float *gradient, long first_tile,
                                    long tiles, float *scratch) {
  const struct winograd_set *set = chosen_set();
  long source_step = step_of(tiles, tiling->inputs);
  long output_step = step_of(tiles, tiling->outputs);
  float *transformed = scratch;
  float *outputs = transformed + points_of_tile * source_step;
  float *zeros = outputs + points_of_tile * output_step;
  memset(zeros, 0,
         (unsigned long)larger_of(tiling->inputs, tiling->outputs) * sizeof(float));
  transform_source(tiling, source, first_tile, tiles, zeros, transformed);
  long side = tiling->side;
  for (long tile = 0; tile < tiles; tile++) {
    struct place place = place_of(tiling, first_tile + tile);
    const float *image = output_gradient +
                         place.image * tiling->output_height * tiling->output_width *
                             tiling->outputs;
    const float *pixels[16];
    for (long y = 0; y < side; y++) {
      for (long x = 0; x < side; x++) {
        long row = place.row + y, column = place.column + x;
        pixels[y * side + x] =
            row < tiling->output_height && column < tiling->output_width
                ? image + (row * tiling->output_width + column) * tiling->outputs
                : zeros;
      }
    }
    set->gradient(side, pixels, tiling->outputs, outputs + tile * convolution_panel, output_step,
                  tiles * convolution_panel);
  }
  // Each point's gradient is a product over the tiles: a sweep over one row of tiles.
  const struct convolution_set *products = convolution_chosen_set();
  struct convolution_sweep sweep = {
      .source_channels = tiling->inputs, .step_width = 1, .step_height = 1, .columns = tiles};
  long panels = tiling->outputs / convolution_panel;
  for (long point = 0; point < points_of_tile; point++) {
    for (long panel = 0; panel < panels; panel++) {
      const float *of_panel = outputs + point * output_step + panel * tiles * convolution_panel;
      for (long first = 0; first < point_count; first += convolution_block) {
        products->gradient(&sweep, 1, transformed + point * source_step, points + first, of_panel,
                           gradient + first * convolution_panel);
      }
      gradient += point_count * convolution_panel;
    }
  }
}
