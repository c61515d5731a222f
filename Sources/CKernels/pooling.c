#include "include/pooling.h"

#include <string.h>

#include "include/instruction_set.h"
#include "pooling_sets.h"

static const struct pooling_set *chosen_set(void) {
  switch (kernel_chosen_instruction_set()) {
#if defined(__x86_64__)
    case kernel_avx512:
    case kernel_avx2:
      return &pooling_set_avx2;
#elif defined(__aarch64__)
    case kernel_neon:
      return &pooling_set_neon;
#endif
    default:
      return &pooling_set_portable;
  }
}

/// What the window at an output pixel meets of the image; the geometry promises that it is not
/// empty.
static struct pooling_part part_at(const struct pooling_window *window, long row, long column) {
  long top = row * window->stride_height - window->padding_top;
  long left = column * window->stride_width - window->padding_left;
  long bottom = top + window->window_height, right = left + window->window_width;
  if (top < 0) top = 0;
  if (left < 0) left = 0;
  if (bottom > window->height) bottom = window->height;
  if (right > window->width) right = window->width;
  return (struct pooling_part){top, bottom - top, left, right - left};
}

static float divisor_of(const struct pooling_window *window, const struct pooling_part *part,
                        int counts_padding) {
  return (float)(counts_padding ? window->window_height * window->window_width
                                : part->rows * part->columns);
}

/// Whether the windows are 2×2 points side by side.
static int is_in_pairs(const struct pooling_window *window) {
  return window->window_height == 2 && window->window_width == 2 && window->stride_height == 2 &&
         window->stride_width == 2 && window->padding_top == 0 && window->padding_left == 0;
}

void pooling_maximum_float(const struct pooling_window *window, const float *source,
                           long first_row, long rows, float *target, int *pixels) {
  const struct pooling_set *set = chosen_set();
  if (is_in_pairs(window)) {
    long line = window->width * window->channels;
    long count = window->output_width * window->channels;
    for (long row = first_row; row < first_row + rows; row++) {
      const float *top = source + 2 * row * line;
      if (pixels) {
        set->placed_pairs(window->output_width, window->channels, window->width,
                          2 * row * window->width, source, target, pixels);
        pixels += count;
      } else {
        set->pairs(window->output_width, window->channels, top, top + line, target);
      }
      target += count;
    }
    return;
  }
  for (long row = first_row; row < first_row + rows; row++) {
    for (long column = 0; column < window->output_width; column++) {
      struct pooling_part part = part_at(window, row, column);
      set->maximum(window, &part, source, target, pixels);
      target += window->channels;
      if (pixels) pixels += window->channels;
    }
  }
}

void pooling_maximum_gradient_float(const struct pooling_window *window,
                                    const float *output_gradient, const int *pixels, long rows,
                                    float *gradient) {
  const struct pooling_set *set = chosen_set();
  long total = window->height * window->width * window->channels;
  if (is_in_pairs(window) && window->height == 2 * rows &&
      window->width == 2 * window->output_width) {
    // The windows cover the image: each pixel is written once.
    for (long row = 0; row < rows; row++) {
      long start = row * window->output_width * window->channels;
      set->pairs_gradient(window->output_width, window->channels, window->width,
                          2 * row * window->width, output_gradient + start, pixels + start,
                          gradient);
    }
    return;
  }
  memset(gradient, 0, (unsigned long)total * sizeof(float));
  for (long row = 0; row < rows; row++) {
    for (long column = 0; column < window->output_width; column++) {
      struct pooling_part part = part_at(window, row, column);
      set->maximum_gradient(window, &part, output_gradient, pixels, gradient);
      output_gradient += window->channels;
      pixels += window->channels;
    }
  }
}

void pooling_average_float(const struct pooling_window *window, int counts_padding,
                           const float *source, long first_row, long rows, float *target) {
  const struct pooling_set *set = chosen_set();
  for (long row = first_row; row < first_row + rows; row++) {
    for (long column = 0; column < window->output_width; column++) {
      struct pooling_part part = part_at(window, row, column);
      set->average(window, &part, divisor_of(window, &part, counts_padding), source, target);
      target += window->channels;
    }
  }
}

void pooling_average_gradient_float(const struct pooling_window *window, int counts_padding,
                                    const float *output_gradient, long rows, float *gradient) {
  const struct pooling_set *set = chosen_set();
  for (long row = 0; row < rows; row++) {
    for (long column = 0; column < window->output_width; column++) {
      struct pooling_part part = part_at(window, row, column);
      set->average_gradient(window, &part, divisor_of(window, &part, counts_padding),
                            output_gradient, gradient);
      output_gradient += window->channels;
    }
  }
}
