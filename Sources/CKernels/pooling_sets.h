// The families of processors that pooling is compiled for.
#pragma once

#include "include/pooling.h"

/// The part of the image that one window meets.
struct pooling_part {
  long first_row, rows, first_column, columns;
};

/// One output pixel of each kind: all its channels.
struct pooling_set {
  void (*maximum)(const struct pooling_window *window, const struct pooling_part *part,
                  const float *source, float *target, int *pixels);
  /// One row of windows of 2×2 points side by side, from two rows of the source.
  void (*pairs)(long columns, long channels, const float *top, const float *bottom,
                float *target);
  /// The same, with where each came from; `width` is that of the image, `pixel` the number of the
  /// row's first.
  void (*placed_pairs)(long columns, long channels, long width, long pixel, const float *source,
                       float *target, int *pixels);
  /// The gradient of such a row, written over what stood there.
  void (*pairs_gradient)(long columns, long channels, long width, long pixel,
                         const float *output_gradient, const int *pixels, float *gradient);
  void (*maximum_gradient)(const struct pooling_window *window, const struct pooling_part *part,
                           const float *output_gradient, const int *pixels, float *gradient);
  void (*average)(const struct pooling_window *window, const struct pooling_part *part,
                  float divisor, const float *source, float *target);
  void (*average_gradient)(const struct pooling_window *window, const struct pooling_part *part,
                           float divisor, const float *output_gradient, float *gradient);
};

extern const struct pooling_set pooling_set_portable;
extern const struct pooling_set pooling_set_neon;
extern const struct pooling_set pooling_set_avx2;
