// The families of processors that depthwise convolution is compiled for.
#pragma once

struct convolution_sweep;

struct depthwise_set {
  /// One row of the grid. `is_dense3x3`: the taps are those of a 3×3 kernel without dilation.
  void (*row)(const struct convolution_sweep *sweep, const long *taps, int is_dense3x3,
              const float *framed, const float *weights, const float *bias, int activation,
              float *target);
  /// The gradient of all weights over all rows.
  void (*gradient)(const struct convolution_sweep *sweep, const long *taps, long rows,
                   const float *framed, const float *output_gradient, float *gradient);
};

extern const struct depthwise_set depthwise_set_portable;
extern const struct depthwise_set depthwise_set_neon;
extern const struct depthwise_set depthwise_set_avx2;
