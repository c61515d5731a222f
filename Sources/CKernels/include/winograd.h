// Convolution with fewer multiplications: tiles of the image and the kernel are transformed so
// that a whole tile of outputs needs one product for each of 36 points instead of one for each
// pair of an output and a kernel point.
//
// Source: Lavin, Gray, "Fast algorithms for convolutional neural networks", CVPR 2016. The six
// points of a line are 0, 1, -1, 2, -2 and infinity: 5×5 kernels give tiles of 2×2 outputs,
// 3×3 kernels tiles of 4×4.
#pragma once

/// The tiles of all images of a batch, numbered row by row and image by image.
struct winograd_tiling {
  /// Sizes of a source image; channels are multiples of 16 on both sides.
  long height, width, inputs;
  /// Sizes of its result.
  long output_height, output_width, outputs;
  long padding_top, padding_left;
  /// Outputs along the side of a tile, 2 or 4; and tiles along the sides of an image.
  long side, tiles_down, tiles_across;
};

/// The floats of scratch memory that a block of `tiles` tiles needs.
long winograd_scratch(const struct winograd_tiling *tiling, long tiles);

/// Computes one block of tiles.
///
/// - source: all images.
/// - weights: the transformed kernels, [36][panel of outputs][input][16].
/// - bias: one for each output, or NULL.
/// - activation: 0 none, 1 max(0, x).
/// - pooled: whether only the largest of each 2×2 results is stored.
/// - target: all results.
/// - scratch: `winograd_scratch` floats.
void winograd_forward_float(const struct winograd_tiling *tiling, const float *source,
                            const float *weights, const float *bias, int activation, int pooled,
                            float *target, long first_tile, long tiles, float *scratch);

/// Adds one block of tiles to the gradient of the transformed kernels.
///
/// - source, output_gradient: all images.
/// - gradient: [36][panel of outputs][points][16].
/// - points: 0, 1, … up to the inputs, rounded up to a multiple of 6 by repeating the last.
void winograd_weight_gradient_float(const struct winograd_tiling *tiling, const float *source,
                                    const float *output_gradient, const long *points,
                                    long point_count, float *gradient, long first_tile,
                                    long tiles, float *scratch);
