// Pooling and sums of 8-bit numbers that lie in memory as [height, width, channels].
#pragma once

struct pooling_window;

/// The largest byte of each window.
///
/// - source: the image.
/// - target: where output row `first_row` is written.
void kernel_integer_pooling_maximum(
    const struct pooling_window *window, const unsigned char *source, long first_row, long rows,
    unsigned char *target);

/// The mean of each window in another scale: round(scale[points] · Σ (x - zero)) + zero_point,
/// within low...high.
///
/// - zero: what stands for 0 in the source; points of the padding add nothing.
/// - counts_padding: 1 to divide by all points of the window, 0 by those inside the image.
/// - scale: for each number of points, that of the source / that of the target / the number, as in
///   `integer_finish`.
void kernel_integer_pooling_average(
    const struct pooling_window *window, int counts_padding, const unsigned char *source, int zero,
    const double *scale, int zero_point, int low, int high, long first_row, long rows,
    unsigned char *target);

/// to[i] = round(((a[i] - a_zero) · a_multiplier + (b[i] - b_zero) · b_multiplier) / 2^shift)
/// + zero_point, within low...high. A half goes to the even one; multipliers are below 2²¹, shifts
/// 1...30.
void kernel_integer_sum(
    const unsigned char *a, int a_zero, int a_multiplier, const unsigned char *b, int b_zero,
    int b_multiplier, int shift, int zero_point, int low, int high, unsigned char *to,
    long count);
