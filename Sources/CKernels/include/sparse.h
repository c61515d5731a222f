// Products with matrices most of whose elements are zero, and stay away.
//
// y[row] = max(bias[row] + Σ over the elements that are not zero of value · x[offset], least)
#pragma once

enum {
  /// Rows of a slice.
  kernel_sparse_lanes = 8,
  /// Rows of a panel of blocks: a block is one column of as many rows.
  kernel_sparse_block_rows = 16,
};

/// Single elements. The rows are cut into slices of eight of about the same length; the slice holds
/// the first elements of its rows side by side, as many as its shortest row has, and then what is
/// left of each.
struct kernel_sparse_slices {
  const float *values;
  /// Where the element of x lies that a value is multiplied by.
  const int *offsets;
  /// Where a slice begins in both, and behind the last one their end.
  const long *slice_starts;
  /// How many elements of each of its rows lie side by side.
  const int *shared_counts;
  /// Where the rest of each row begins; it ends where the next rest or slice begins.
  const long *rest_starts;
  /// The number of each row in the result; -1 at the end of a slice that is not full.
  const int *rows;
  /// For each row as the slices count them.
  const float *bias;
  float least;
};

/// Blocks of 16 rows and one column.
struct kernel_sparse_panels {
  /// 16 for each block.
  const float *values;
  /// Where the element of x lies that a block is multiplied by.
  const int *offsets;
  /// Where the blocks of a panel of 16 rows begin in `offsets`, and behind the last one their end.
  const long *starts;
  /// 16 for each panel.
  const float *bias;
  float least;
  /// The rows of the matrix; the last panel may have fewer than 16.
  long rows;
};

/// One vector: y[row] from x.
void kernel_sparse_dot_float(
    const struct kernel_sparse_slices *matrix, long first_slice, long slices, const float *x,
    float *y);

/// Vectors side by side: y[row * y_stride + i] from x[offset * x_stride + i], for i below `width`,
/// a multiple of 16. The sums are those of kernel_sparse_dot_float, bit for bit.
void kernel_sparse_rows_float(
    const struct kernel_sparse_slices *matrix, long first_slice, long slices, const float *x,
    long x_stride, long width, float *y, long y_stride);

/// Vectors one after the other: y[i * y_stride + row] from x[i * x_stride + offset], for i below
/// `count`.
void kernel_sparse_blocks_float(
    const struct kernel_sparse_panels *matrix, long first_panel, long panels, const float *x,
    long x_stride, long count, float *y, long y_stride);

/// to[column * to_stride + row] = from[row * from_stride + column].
void kernel_transpose_float(
    const float *from, long from_stride, long rows, long columns, float *to, long to_stride);
