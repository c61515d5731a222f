// Convolutions and dense layers of 8-bit numbers. Sums of 32 bits become bytes or floats where
// they come to be.
#pragma once

/// What becomes of a sum. An array has a number for each column of each group's panels, so that
/// group g begins at g · (panels of a group) · (columns of a panel).
struct integer_finish {
  /// For bytes: round(scale · sum) + zero_point, within low...high; a half goes to the even one.
  /// A scale is multiplier / 2^shift with multipliers below 2³¹ and shifts up to 44: its product
  /// with a sum is exact in a double wherever it counts. Null for floats.
  const double *scale;
  int zero_point, low, high;
  /// For floats: max(float_scale · row_scale · (sum - row_zero · column_sum) + bias, least).
  const float *float_scale;
  /// Null for zeros.
  const float *bias;
  float least;
  /// A scale and a zero point for each point of the grid, known only now; null for 1 and 0.
  const float *row_scale;
  const int *row_zero;
  /// Σ of each column of the weights, where there are row_zero.
  const int *column_sums;
};

/// What was taken off the weights of some groups of four inner numbers, so that pairs of them fit 16
/// bits, and is added for itself.
struct integer_rests {
  /// For each panel the first of its rests; one more for the end.
  const long *first;
  /// The number of the group, counted through all taps.
  const unsigned *places;
  /// 64 bytes each: as in a panel, four inner numbers for each of 16 columns.
  const signed char *weights;
};

/// Takes off a column's weights what exceeds 16 bits in pairs: 255 times the positive ones of a pair
/// stays within 32,767 then, and 255 times the negative ones within -32,768.
///
/// - weights: k rows, `stride` apart, k even; what is left afterwards.
/// - rest: as many, with what was taken off.
void kernel_integer_split_pairs(signed char *weights, signed char *rest, long k, long stride);

/// A grid of points, each of which is multiplied with the same weights.
///
/// A convolution's point is a pixel of its result, a dense layer's is a row. What a point is
/// multiplied with lies in runs: one at each tap.
struct integer_sweep {
  /// One of kernel_integer_form.
  int form;
  /// The packed weights of a group, `taps` · `run` rows; the next group's `packed_step` bytes on.
  const signed char *packed;
  long packed_step;
  /// What sums begin from, for each column of each group's panels: with what the form takes from
  /// each activation (`kernel_integer_sweep_offset`) times the sum of the column's weights.
  const int *begin;
  struct integer_finish finish;
  /// For the form pairs; null `first` where no weights have been split.
  struct integer_rests rests;
  /// Bytes from a point to each of its runs, and the numbers of a run, a multiple of 4.
  const long *taps;
  long tap_count, run;
  /// Groups of channels, the results of each, and the bytes between their sources.
  long groups, group_outputs, group_step;
  /// Points in a row of the grid, and the bytes from row to row and from point to point.
  long columns, row_step, point_step;
  /// 1 to keep only the largest of each 2×2 points; an odd last row or column is left out.
  int pooled;
  /// Points that meet all panels before the next do.
  long points_at_once;
};

/// What a form takes from each activation before it multiplies: 128, or 0.
int kernel_integer_sweep_offset(int form);

/// Bytes that a prepared activation takes in a form: 1, or 2 where it is widened.
long kernel_integer_activation_bytes(int form);

/// Sweeps over the grid.
///
/// - source: where the grid's first point begins; up to 3 numbers behind a run are read, and
///   multiplied with zeros.
/// - rows: of the grid.
/// - first_panel, panels: which of the panels of all groups are computed.
/// - target: bytes or floats, [row][column][channels of all groups], dense.
void kernel_integer_sweep(
    const struct integer_sweep *sweep, const unsigned char *source, long rows, long first_panel,
    long panels, void *target);

/// The same where each channel is convolved alone: `packed` is [tap][channel], `run` is 1 and
/// `groups` the channels; `begin` and the arrays of `finish` have a number for each channel. The
/// source has bytes.
void kernel_integer_sweep_depthwise(
    const struct integer_sweep *sweep, const unsigned char *source, long rows, void *target);

/// Copies rows of a framed image: the image with `zero_point` around it.
///
/// - source: the image, [height][width][channels].
/// - top, left: rows and columns before the image; negative where the frame begins inside.
/// - framed_width: columns of the frame.
/// - first_row, rows: which of the frame's rows.
/// - activation_bytes: 1, or 2 to widen.
/// - to: rows · framed_width · channels numbers, and 16 more that are set to zero.
void kernel_integer_frame(
    const unsigned char *source, long height, long width, long channels, long top, long left,
    long framed_width, long first_row, long rows, int zero_point, int activation_bytes,
    unsigned char *to);

/// Lays what each point of a grid reads side by side: the runs at `taps`, each of `run` bytes. What
/// lies behind the last of them, up to `point_bytes`, is undefined. Up to 15 bytes behind a run are
/// read.
///
/// - to: rows · columns · point_bytes bytes, and 16 more.
void kernel_integer_patches(
    const unsigned char *source, const long *taps, long tap_count, long run, long columns,
    long rows, long row_step, long point_step, long point_bytes, unsigned char *to);

/// Copies rows of `count` bytes to rows of `padded` numbers, the rest of them zero.
void kernel_integer_rows(
    const unsigned char *source, long stride, long rows, long count, long padded,
    int activation_bytes, unsigned char *to);
