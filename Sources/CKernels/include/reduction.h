// Sums, largest elements and normalizations along the rows or the columns of a matrix that is
// stored row after row: [rows, columns]. A row's result depends on that row alone; a column is
// added up from its first row to its last.
#pragma once

/// sums[row] = Σ of x[row, …].
void kernel_row_sums_float(const float *x, float *sums, long rows, long columns);
/// maxima[row] = the largest of x[row, …], NaN if one is NaN, -∞ of no columns.
void kernel_row_maxima_float(const float *x, float *maxima, long rows, long columns);
/// The mean of each row, and the mean square of the differences from it; NaN of no columns.
void kernel_row_moments_float(
    const float *x, float *means, float *variances, long rows, long columns);

/// sums[column] = Σ of x[…, column].
void kernel_column_sums_float(const float *x, float *sums, long rows, long columns);
/// maxima[column] = the largest of x[…, column], NaN if one is NaN, -∞ of no rows.
void kernel_column_maxima_float(const float *x, float *maxima, long rows, long columns);
/// sums[column] = Σ of (x[…, column] - means[column])².
void kernel_column_squares_float(
    const float *x, const float *means, float *sums, long rows, long columns);
/// sums[column] = Σ of (x[…, column] - means[column]) · z[…, column].
void kernel_column_products_float(
    const float *x, const float *means, const float *z, float *sums, long rows, long columns);

/// y[row, i] = e to the power of x[row, i], divided by the row's sum of those. y may be x.
void kernel_softmax_rows_float(const float *x, float *y, long rows, long columns);
/// y[row, i] = x[row, i] - log Σ of e to the power of x[row, …]. y may be x.
void kernel_log_softmax_rows_float(const float *x, float *y, long rows, long columns);
/// dx = y · (dy - Σ of dy · y over the row), from the output of the layer. dx may be dy.
void kernel_softmax_rows_gradient_float(
    const float *y, const float *dy, float *dx, long rows, long columns);
/// dx = dy - eʸ · Σ of dy over the row, from the output of the layer. dx may be dy.
void kernel_log_softmax_rows_gradient_float(
    const float *y, const float *dy, float *dx, long rows, long columns);

/// y = (x - mean of the row) · inverse deviation of the row · scale[column] + shift[column].
///
/// The inverse deviation is 1 / √(variance + epsilon); `means` and `inverses` keep one number of
/// each row for the gradient.
void kernel_layer_norm_rows_float(
    const float *x, const float *scale, const float *shift, float *y, float *means,
    float *inverses, long rows, long columns, float epsilon);
/// The gradient of the above with respect to x, where n is x normalized and g = dy · scale:
/// dx = inverse · (g - mean of g over the row - n · mean of g · n over the row).
///
/// If the last two are not null, Σ over the rows of dy · n is added to `scale_gradient` and of dy
/// to `shift_gradient`.
void kernel_layer_norm_rows_gradient_float(
    const float *x, const float *scale, const float *means, const float *inverses,
    const float *dy, float *dx, long rows, long columns, float *scale_gradient,
    float *shift_gradient);

/// z[row, channel] = a[channel] · x[row, channel] + b[channel] · y[row, channel] + c[channel]:
/// the gradient of a batch norm, from its input and its output's gradient. z may be x or y.
void kernel_blend_channels_float(
    const float *x, const float *y, const float *a, const float *b, const float *c, float *z,
    long rows, long channels);
