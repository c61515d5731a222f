// Convolution of images that lie in memory as [height, width, channels].
#pragma once

/// How many output channels lie side by side in packed weights.
enum { convolution_panel = 16 };

/// One sweep of a window over an image: a convolution, or a part of one backwards.
///
/// The sweep reads the image through a frame of zeros. A grid point at [row, column] begins at
/// the framed image's [row * step_height, column * step_width]; from there on, each tap is the
/// start of `run` floats that lie side by side. All distances are in floats.
struct convolution_sweep {
  /// Rows and columns of the image, and the floats of a pixel.
  long source_height, source_width, source_channels;
  /// Rows above and columns left of the image in its frame; negative where the frame begins
  /// inside the image.
  long frame_top, frame_left;
  /// Columns of the framed image, and rows that one window reaches over.
  long framed_width, window_height;
  /// Whether the framed image is the image itself, so that it need not be copied.
  long is_bare;
  long step_height, step_width;
  /// Columns of the grid.
  long columns;
  /// Taps of a window, and the floats of each.
  long taps, run;
  /// The groups, and the floats from one group's part of a pixel to the next, on both sides.
  long groups, group_inputs, group_outputs;
  /// From one grid row or column to the next in the target.
  long target_row, target_pixel;
};

/// The floats of scratch memory that a sweep over `rows` rows of its grid needs.
long convolution_scratch(const struct convolution_sweep *sweep, long rows);

/// Copies the part of the framed image that some rows of the grid need, for several sweeps over
/// it with `is_bare` set.
void convolution_frame_float(const struct convolution_sweep *sweep, const float *source,
                             long first_row, long rows, float *scratch);

/// Sweeps over some rows of the grid.
///
///     target[row, column, o] = activation(bias[o] + Σ over k of window[k] * weights[o][k])
///
/// The sum runs over k ascending, tap by tap, as one chain of multiply-adds from zero.
///
/// - sweep: the sizes.
/// - taps: the offset of each tap in the framed image.
/// - source: the image.
/// - weights: [group][panel][tap][run][16], zeros where a last panel has fewer outputs.
/// - bias: [group][panel][16], or NULL.
/// - activation: 0 none, 1 max(0, x).
/// - target: where grid point [0, 0] is written.
/// - first_row, rows: the rows of the grid that are wanted.
/// - scratch: `convolution_scratch` floats.
void convolution_forward_float(const struct convolution_sweep *sweep, const long *taps,
                               const float *source, const float *weights, const float *bias,
                               int activation, float *target, long first_row, long rows,
                               float *scratch);

/// The floats of scratch memory that the gradient of the weights needs.
long convolution_gradient_scratch(const struct convolution_sweep *sweep, long rows);

/// How many points of a window are summed side by side in a block of the gradient.
enum { convolution_block = 6 };

/// Adds one image's part to the gradient of some of the weights.
///
///     gradient[o][k] += Σ over all grid points of window[k] * output_gradient[o]
///
/// - sweep: the sizes of the forward sweep.
/// - points: the offset in the framed image of every k of a group, rounded up to a multiple of 6
///   by repeating the last.
/// - rows: all rows of the grid.
/// - source: the image.
/// - output_gradient: the gradient with respect to the target, dense.
/// - gradient: [group][panel][points][16].
/// - first_block, blocks: which blocks of 6 points, counted through groups and panels.
/// - scratch: `convolution_gradient_scratch` floats.
void convolution_weight_gradient_float(const struct convolution_sweep *sweep, const long *points,
                                       long point_count, long rows, const float *source,
                                       const float *output_gradient, float *gradient,
                                       long first_block, long blocks, float *scratch);

/// The gradient of the bias: the sum of each output's gradients over all pixels, in parts of 256
/// that are summed in turn, which rounds less than one long sum.
void convolution_bias_gradient_float(const float *output_gradient, long pixels, long outputs,
                                     float *gradient);

/// Products of many small matrices with the same numbers of rows, inner elements and columns:
/// target[i] = source[i] * weights[i], each element one chain of multiply-adds from zero.
///
/// - matrices: how many.
/// - rows, inner, columns: of each; columns in panels of 16 in `weights`, [panel][inner][16].
/// - source_row, source_matrix: floats from one row or matrix to the next; likewise for the
///   target; weights follow each other without a gap.
void convolution_products_float(long matrices, long rows, long inner, long columns,
                                const float *source, long source_row, long source_matrix,
                                const float *weights, float *target, long target_row,
                                long target_matrix);
