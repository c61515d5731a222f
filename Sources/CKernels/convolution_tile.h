// The hot loops of convolution, once for all families: see convolution_vectors.h for what the
// file that includes this has defined, and besides
//   TILE_ROWS  grid points in a full tile: as many as the registers hold sums for
#pragma once

#include "convolution_sets.h"
#include "convolution_vectors.h"
#include "include/convolution.h"

#define PARTS (convolution_panel / LANES)

/// Sums of `count` grid points times one panel of outputs. `count` is a constant after inlining,
/// so that all loops over sums are unrolled and the sums stay in registers.
INLINE void tile_of(const int count, const struct convolution_patch *patch,
                    const float *const *sources, const float *weights, const float *bias,
                    int activation, float *const *targets, long columns) {
  vector sums[TILE_ROWS][PARTS];
  UNROLL for (int i = 0; i < count; i++) {
    UNROLL for (int j = 0; j < PARTS; j++) sums[i][j] = (vector){0};
  }
  long run = patch->run;
  for (long tap = 0; tap < patch->taps; tap++) {
    long offset = patch->offsets[tap];
    const float *points[TILE_ROWS];
    UNROLL for (int i = 0; i < count; i++) points[i] = sources[i] + offset;
    for (long k = 0; k < run; k++) {
      vector panel[PARTS];
      UNROLL for (int j = 0; j < PARTS; j++) panel[j] = load(weights + j * LANES);
      UNROLL for (int i = 0; i < count; i++) {
        vector point = splat(points[i][k]);
        UNROLL for (int j = 0; j < PARTS; j++) sums[i][j] = point * panel[j] + sums[i][j];
      }
      weights += convolution_panel;
    }
  }
  if (bias) {
    UNROLL for (int j = 0; j < PARTS; j++) {
      vector part = load(bias + j * LANES);
      UNROLL for (int i = 0; i < count; i++) sums[i][j] += part;
    }
  }
  if (activation) {
    UNROLL for (int i = 0; i < count; i++) {
      UNROLL for (int j = 0; j < PARTS; j++) sums[i][j] = rectified(sums[i][j]);
    }
  }
  if (columns == convolution_panel) {
    UNROLL for (int i = 0; i < count; i++) {
      UNROLL for (int j = 0; j < PARTS; j++) store(targets[i] + j * LANES, sums[i][j]);
    }
  } else {
    float whole[convolution_panel];
    UNROLL for (int i = 0; i < count; i++) {
      UNROLL for (int j = 0; j < PARTS; j++) store(whole + j * LANES, sums[i][j]);
      for (long j = 0; j < columns; j++) targets[i][j] = whole[j];
    }
  }
}

TARGET static void NAMED(tile)(long count, const struct convolution_patch *patch,
                               const float *const *sources, const float *weights,
                               const float *bias, int activation, float *const *targets,
                               long columns) {
  switch (count) {
    case 1: tile_of(1, patch, sources, weights, bias, activation, targets, columns); break;
    case 2: tile_of(2, patch, sources, weights, bias, activation, targets, columns); break;
#if TILE_ROWS > 2
    case 3: tile_of(3, patch, sources, weights, bias, activation, targets, columns); break;
    case 4: tile_of(4, patch, sources, weights, bias, activation, targets, columns); break;
    case 5: tile_of(5, patch, sources, weights, bias, activation, targets, columns); break;
    case 6: tile_of(6, patch, sources, weights, bias, activation, targets, columns); break;
#endif
#if TILE_ROWS > 6
    case 7: tile_of(7, patch, sources, weights, bias, activation, targets, columns); break;
    case 8: tile_of(8, patch, sources, weights, bias, activation, targets, columns); break;
    case 9: tile_of(9, patch, sources, weights, bias, activation, targets, columns); break;
    case 10: tile_of(10, patch, sources, weights, bias, activation, targets, columns); break;
    case 11: tile_of(11, patch, sources, weights, bias, activation, targets, columns); break;
    case 12: tile_of(12, patch, sources, weights, bias, activation, targets, columns); break;
#endif
  }
}

/// One row of grid points whose windows lie one float apart, as in an image of one channel: no
/// pointers are kept, and with few taps that is a third of the work.
TARGET static void NAMED(row)(const struct convolution_patch *patch, const float *source,
                              long points, const float *weights, const float *bias,
                              int activation, float *target, long target_pixel, long columns) {
  const float *sources[TILE_ROWS];
  float *targets[TILE_ROWS];
  long point = 0;
  for (; point + TILE_ROWS <= points; point += TILE_ROWS) {
    UNROLL for (int i = 0; i < TILE_ROWS; i++) {
      sources[i] = source + point + i;
      targets[i] = target + (point + i) * target_pixel;
    }
    tile_of(TILE_ROWS, patch, sources, weights, bias, activation, targets, columns);
  }
  long rest = points - point;
  for (long i = 0; i < rest; i++) {
    sources[i] = source + point + i;
    targets[i] = target + (point + i) * target_pixel;
  }
  NAMED(tile)(rest, patch, sources, weights, bias, activation, targets, columns);
}

/// Sums, over all grid points, of 6 points of the window times one panel of output gradients.
TARGET static void NAMED(gradient)(const struct convolution_sweep *sweep, long rows,
                                   const float *framed, const long *points, const float *panel,
                                   float *gradient) {
  long row_step = sweep->step_height * sweep->framed_width * sweep->source_channels;
  long column_step = sweep->step_width * sweep->source_channels;
  // Families with few registers sum fewer points at a time.
  enum { at_once = TILE_ROWS < convolution_block ? TILE_ROWS : convolution_block };
  for (int first = 0; first < convolution_block; first += at_once) {
    vector sums[at_once][PARTS];
    UNROLL for (int i = 0; i < at_once; i++) {
      UNROLL for (int j = 0; j < PARTS; j++) {
        sums[i][j] = load(gradient + (first + i) * convolution_panel + j * LANES);
      }
    }
    const float *outputs = panel;
    for (long row = 0; row < rows; row++) {
      const float *starts[at_once];
      UNROLL for (int i = 0; i < at_once; i++) {
        starts[i] = framed + row * row_step + points[first + i];
      }
      long end = sweep->columns * column_step;
      for (long at = 0; at < end; at += column_step) {
        vector part[PARTS];
        UNROLL for (int j = 0; j < PARTS; j++) part[j] = load(outputs + j * LANES);
        UNROLL for (int i = 0; i < at_once; i++) {
          vector point = splat(starts[i][at]);
          UNROLL for (int j = 0; j < PARTS; j++) sums[i][j] = point * part[j] + sums[i][j];
        }
        outputs += convolution_panel;
      }
    }
    UNROLL for (int i = 0; i < at_once; i++) {
      UNROLL for (int j = 0; j < PARTS; j++) {
        store(gradient + (first + i) * convolution_panel + j * LANES, sums[i][j]);
      }
    }
  }
}

const struct convolution_set NAMED(convolution_set) = {
    .rows = TILE_ROWS, .tile = NAMED(tile), .row = NAMED(row), .gradient = NAMED(gradient)};
