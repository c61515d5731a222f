#include "include/integer_pooling.h"

#include "include/pooling.h"

/// What the window at an output pixel meets of the image.
struct part {
  long top, bottom, left, right;
};

static struct part part_at(const struct pooling_window *window, long row, long column) {
  long top = row * window->stride_height - window->padding_top;
  long left = column * window->stride_width - window->padding_left;
  long bottom = top + window->window_height, right = left + window->window_width;
  return (struct part){
      top < 0 ? 0 : top, bottom > window->height ? window->height : bottom, left < 0 ? 0 : left,
      right > window->width ? window->width : right};
}

void kernel_integer_pooling_maximum(
    const struct pooling_window *window, const unsigned char *source, long first_row, long rows,
    unsigned char *target) {
  const long channels = window->channels;
  for (long row = first_row; row < first_row + rows; row++) {
    for (long column = 0; column < window->output_width; column++) {
      const struct part part = part_at(window, row, column);
      for (long i = 0; i < channels; i++) target[i] = 0;
      for (long y = part.top; y < part.bottom; y++) {
        for (long x = part.left; x < part.right; x++) {
          const unsigned char *from = source + (y * window->width + x) * channels;
          for (long i = 0; i < channels; i++) {
            target[i] = from[i] > target[i] ? from[i] : target[i];
          }
        }
      }
      target += channels;
    }
  }
}

void kernel_integer_pooling_average(
    const struct pooling_window *window, int counts_padding, const unsigned char *source, int zero,
    const double *scale, int zero_point, int low, int high, long first_row, long rows,
    unsigned char *target) {
  enum { together = 64 };
  const double least = low - zero_point, most = high - zero_point;
  const double shift = 0x1.8p52;  // rounds to a whole number, a half to the even one
  const long channels = window->channels;
  for (long row = first_row; row < first_row + rows; row++) {
    for (long column = 0; column < window->output_width; column++) {
      const struct part part = part_at(window, row, column);
      const long inside = (part.bottom - part.top) * (part.right - part.left);
      const double factor =
          scale[counts_padding ? window->window_height * window->window_width : inside];
      for (long channel = 0; channel < channels; channel += together) {
        const long count = channels - channel < together ? channels - channel : together;
        int sums[together];
        for (long i = 0; i < count; i++) sums[i] = (int)-inside * zero;
        for (long y = part.top; y < part.bottom; y++) {
          for (long x = part.left; x < part.right; x++) {
            const unsigned char *from = source + (y * window->width + x) * channels + channel;
            for (long i = 0; i < count; i++) sums[i] += from[i];
          }
        }
        for (long i = 0; i < count; i++) {
          double x = sums[i] * factor;
          x = x < least ? least : x > most ? most : x;
          target[channel + i] = (unsigned char)((int)((x + shift) - shift) + zero_point);
        }
      }
      target += channels;
    }
  }
}

void kernel_integer_sum(
    const unsigned char *a, int a_zero, int a_multiplier, const unsigned char *b, int b_zero,
    int b_multiplier, int shift, int zero_point, int low, int high, unsigned char *to,
    long count) {
  const int below_half = (1 << (shift - 1)) - 1;
  for (long i = 0; i < count; i++) {
    int sum = (a[i] - a_zero) * a_multiplier + (b[i] - b_zero) * b_multiplier;
    int result = ((sum + below_half + (sum >> shift & 1)) >> shift) + zero_point;
    to[i] = (unsigned char)(result < low ? low : result > high ? high : result);
  }
}
