// Pooling of images that lie in memory as [height, width, channels].
#pragma once

/// A window that moves over an image.
struct pooling_window {
  long height, width, channels;
  long window_height, window_width, stride_height, stride_width;
  long padding_top, padding_left;
  long output_width;
};

/// The largest element of each window; the first of equal ones; a NaN counts as the largest.
///
/// - source: the image.
/// - target: where output row `first_row` is written.
/// - pixels: for each element written, row * width + column of where it came from; or NULL.
void pooling_maximum_float(const struct pooling_window *window, const float *source,
                           long first_row, long rows, float *target, int *pixels);

/// Gives each gradient to the pixel that was the largest of its window, and zero to the others.
void pooling_maximum_gradient_float(const struct pooling_window *window,
                                    const float *output_gradient, const int *pixels, long rows,
                                    float *gradient);

/// The mean of each window; padding counts as zeros, or does not count.
void pooling_average_float(const struct pooling_window *window, int counts_padding,
                           const float *source, long first_row, long rows, float *target);

/// Adds each gradient, divided by the number of points, to all pixels of its window.
void pooling_average_gradient_float(const struct pooling_window *window, int counts_padding,
                                    const float *output_gradient, long rows, float *gradient);
