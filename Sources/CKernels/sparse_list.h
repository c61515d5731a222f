// The loops of sparse.h that each instruction set has for itself, as ENTRY(name, parameters,
// arguments).

ENTRY(sparse_dot_float,
      (const struct kernel_sparse_slices *matrix, long first_slice, long slices, const float *x,
       float *y),
      (matrix, first_slice, slices, x, y))
ENTRY(sparse_rows_float,
      (const struct kernel_sparse_slices *matrix, long first_slice, long slices, const float *x,
       long x_stride, long width, float *y, long y_stride),
      (matrix, first_slice, slices, x, x_stride, width, y, y_stride))
ENTRY(sparse_blocks_float,
      (const struct kernel_sparse_panels *matrix, long first_panel, long panels, const float *x,
       long x_stride, long count, float *y, long y_stride),
      (matrix, first_panel, panels, x, x_stride, count, y, y_stride))
