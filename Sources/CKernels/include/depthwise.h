// Convolution of each channel alone.
#pragma once

struct convolution_sweep;

/// The floats of scratch memory that a sweep over `rows` rows of its grid needs.
long depthwise_scratch(const struct convolution_sweep *sweep, long rows);

/// Sweeps over some rows of the grid; see `convolution_forward_float`.
///
/// - weights: [tap][channel].
/// - bias: one for each channel, or NULL.
void depthwise_forward_float(const struct convolution_sweep *sweep, const long *taps,
                             const float *source, const float *weights, const float *bias,
                             int activation, float *target, long first_row, long rows,
                             float *scratch);

/// One image's part of the gradient of the weights.
///
/// - output_gradient: dense.
/// - gradient: [tap][channel]; what stood there is forgotten.
void depthwise_weight_gradient_float(const struct convolution_sweep *sweep, const long *taps,
                                     long rows, const float *source,
                                     const float *output_gradient, float *gradient,
                                     float *scratch);
