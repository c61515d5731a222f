// The families of processors that depthwise convolution is compiled for.
#pragma once

struct convolution_sweep;

struct depthwise_set {
  /// One row of the grid.
  void (*row)(const struct convolution_sweep *sweep, const long *taps, const float *framed,
              const float *weights, const float *bias, int activation, float *target);
  /// One row of the grid of a 3×3 kernel with stride 1 or 2, from three rows of the image itself.
  void (*row3x3)(const struct convolution_sweep *sweep, const float *const *lines,
                 const float *weights, const float *bias, int activation, float *target);
  /// The gradient of all weights over all rows.
  void (*gradient)(const struct convolution_sweep *sweep, const long *taps, long rows,
                   const float *framed, const float *output_gradient, float *gradient);
};

extern const struct depthwise_set depthwise_set_portable;
extern const struct depthwise_set depthwise_set_neon;
extern const struct depthwise_set depthwise_set_avx2;
extern const struct depthwise_set depthwise_set_avx512;
