// The kernels of reduction.h, each as ENTRY(result, name, parameters, arguments): declared for
// every instruction set in reduction_sets.h, chosen among in reduction.c.

ENTRY(void, row_sums_float, (const float *x, float *sums, long rows, long columns),
      (x, sums, rows, columns))
ENTRY(void, row_maxima_float, (const float *x, float *maxima, long rows, long columns),
      (x, maxima, rows, columns))
ENTRY(void, row_moments_float,
      (const float *x, float *means, float *variances, long rows, long columns),
      (x, means, variances, rows, columns))
ENTRY(void, column_sums_float, (const float *x, float *sums, long rows, long columns),
      (x, sums, rows, columns))
ENTRY(void, column_maxima_float, (const float *x, float *maxima, long rows, long columns),
      (x, maxima, rows, columns))
ENTRY(void, column_squares_float,
      (const float *x, const float *means, float *sums, long rows, long columns),
      (x, means, sums, rows, columns))
ENTRY(void, column_products_float,
      (const float *x, const float *means, const float *z, float *sums, long rows,
       long columns),
      (x, means, z, sums, rows, columns))
ENTRY(void, softmax_rows_float, (const float *x, float *y, long rows, long columns),
      (x, y, rows, columns))
ENTRY(void, log_softmax_rows_float, (const float *x, float *y, long rows, long columns),
      (x, y, rows, columns))
ENTRY(void, softmax_rows_gradient_float,
      (const float *y, const float *dy, float *dx, long rows, long columns),
      (y, dy, dx, rows, columns))
ENTRY(void, log_softmax_rows_gradient_float,
      (const float *y, const float *dy, float *dx, long rows, long columns),
      (y, dy, dx, rows, columns))
ENTRY(void, layer_norm_rows_float,
      (const float *x, const float *scale, const float *shift, float *y, float *means,
       float *inverses, long rows, long columns, float epsilon),
      (x, scale, shift, y, means, inverses, rows, columns, epsilon))
ENTRY(void, layer_norm_rows_gradient_float,
      (const float *x, const float *scale, const float *means, const float *inverses,
       const float *dy, float *dx, long rows, long columns, float *scale_gradient,
       float *shift_gradient),
      (x, scale, means, inverses, dy, dx, rows, columns, scale_gradient, shift_gradient))
ENTRY(void, blend_channels_float,
      (const float *x, const float *y, const float *a, const float *b, const float *c, float *z,
       long rows, long channels),
      (x, y, a, b, c, z, rows, channels))
