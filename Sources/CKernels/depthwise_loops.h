// The hot loops of depthwise convolution, once for all families: see convolution_vectors.h.
#pragma once

#include "convolution_vectors.h"
#include "depthwise_sets.h"
#include "include/convolution.h"

/// Grid columns whose sums are in registers together.
enum { columns_at_once = 4 };

INLINE vector finished(vector sum, const float *bias, int activation) {
  if (bias) sum += load(bias);
  return activation ? rectified(sum) : sum;
}

/// `count` columns of one vector of channels, any taps. `count` is a constant after inlining.
INLINE void columns_of(const int count, const struct convolution_sweep *sweep, const long *taps,
                       const float *points, const float *weights, const float *bias,
                       int activation, float *target) {
  long channels = sweep->source_channels, step = sweep->step_width * channels;
  vector sums[columns_at_once];
  UNROLL for (int i = 0; i < count; i++) sums[i] = (vector){0};
  for (long tap = 0; tap < sweep->taps; tap++) {
    vector weight = load(weights + tap * channels);
    const float *from = points + taps[tap];
    UNROLL for (int i = 0; i < count; i++) sums[i] = load(from + i * step) * weight + sums[i];
  }
  UNROLL for (int i = 0; i < count; i++) {
    store(target + i * sweep->target_pixel, finished(sums[i], bias, activation));
  }
}

/// `count` columns of one vector of channels, a 3×3 kernel whose weights are in registers. With
/// `stride` a constant as well, the compiler loads a pixel once that several columns share.
INLINE void columns_of_3x3(const int count, const int stride, long channels, long line,
                           const float *points, const vector *weights, const float *bias,
                           int activation, float *target, long target_pixel) {
  vector sums[columns_at_once];
  UNROLL for (int i = 0; i < count; i++) sums[i] = (vector){0};
  UNROLL for (int y = 0; y < 3; y++) {
    vector pixels[3 * columns_at_once];
    UNROLL for (int x = 0; x < (count - 1) * stride + 3; x++) {
      pixels[x] = load(points + y * line + x * channels);
    }
    UNROLL for (int x = 0; x < 3; x++) {
      UNROLL for (int i = 0; i < count; i++) {
        sums[i] = pixels[i * stride + x] * weights[y * 3 + x] + sums[i];
      }
    }
  }
  UNROLL for (int i = 0; i < count; i++) {
    store(target + i * target_pixel, finished(sums[i], bias, activation));
  }
}

INLINE void row_of_3x3(const int stride, const struct convolution_sweep *sweep,
                       const float *points, const float *weights, const float *bias,
                       int activation, float *target) {
  long channels = sweep->source_channels, line = sweep->framed_width * channels;
  vector held[9];
  UNROLL for (int i = 0; i < 9; i++) held[i] = load(weights + i * channels);
  long column = 0;
  for (; column + columns_at_once <= sweep->columns; column += columns_at_once) {
    columns_of_3x3(columns_at_once, stride, channels, line, points + column * stride * channels,
                   held, bias, activation, target + column * sweep->target_pixel,
                   sweep->target_pixel);
  }
  for (; column < sweep->columns; column++) {
    columns_of_3x3(1, stride, channels, line, points + column * stride * channels, held, bias,
                   activation, target + column * sweep->target_pixel, sweep->target_pixel);
  }
}

TARGET static void NAMED(row)(const struct convolution_sweep *sweep, const long *taps,
                              int is_dense3x3, const float *framed, const float *weights,
                              const float *bias, int activation, float *target) {
  long channels = sweep->source_channels, channel = 0;
  long step = sweep->step_width * channels;
  for (; channel + LANES <= channels; channel += LANES) {
    const float *part = bias ? bias + channel : 0;
    const float *points = framed + channel;
    if (is_dense3x3 && sweep->step_width == 1) {
      row_of_3x3(1, sweep, points, weights + channel, part, activation, target + channel);
      continue;
    }
    if (is_dense3x3 && sweep->step_width == 2) {
      row_of_3x3(2, sweep, points, weights + channel, part, activation, target + channel);
      continue;
    }
    long column = 0;
    for (; column + columns_at_once <= sweep->columns; column += columns_at_once) {
      columns_of(columns_at_once, sweep, taps, points + column * step, weights + channel, part,
                 activation, target + column * sweep->target_pixel + channel);
    }
    for (; column < sweep->columns; column++) {
      columns_of(1, sweep, taps, points + column * step, weights + channel, part, activation,
                 target + column * sweep->target_pixel + channel);
    }
  }
  for (; channel < channels; channel++) {
    for (long column = 0; column < sweep->columns; column++) {
      float sum = 0;
      for (long tap = 0; tap < sweep->taps; tap++) {
        sum = framed[column * step + taps[tap] + channel] * weights[tap * channels + channel] + sum;
      }
      if (bias) sum += bias[channel];
      target[column * sweep->target_pixel + channel] = activation && sum < 0 ? 0 : sum;
    }
  }
}

/// The gradients of `count` taps of one vector of channels.
INLINE void taps_of(const int count, const struct convolution_sweep *sweep, const long *taps,
                    long rows, const float *framed, const float *outputs, float *gradient) {
  long channels = sweep->source_channels, step = sweep->step_width * channels;
  long row_step = sweep->step_height * sweep->framed_width * channels;
  vector sums[9];
  UNROLL for (int i = 0; i < count; i++) sums[i] = (vector){0};
  for (long row = 0; row < rows; row++) {
    const float *points = framed + row * row_step;
    for (long column = 0; column < sweep->columns; column++) {
      vector output = load(outputs);
      UNROLL for (int i = 0; i < count; i++) sums[i] = load(points + taps[i]) * output + sums[i];
      points += step;
      outputs += channels;
    }
  }
  UNROLL for (int i = 0; i < count; i++) store(gradient + i * channels, sums[i]);
}

TARGET static void NAMED(gradient)(const struct convolution_sweep *sweep, const long *taps,
                                   long rows, const float *framed, const float *output_gradient,
                                   float *gradient) {
  long channels = sweep->source_channels, channel = 0;
  long step = sweep->step_width * channels;
  long row_step = sweep->step_height * sweep->framed_width * channels;
  for (; channel + LANES <= channels; channel += LANES) {
    long tap = 0;
    for (; tap + 9 <= sweep->taps; tap += 9) {
      taps_of(9, sweep, taps + tap, rows, framed + channel, output_gradient + channel,
              gradient + tap * channels + channel);
    }
    for (; tap < sweep->taps; tap++) {
      taps_of(1, sweep, taps + tap, rows, framed + channel, output_gradient + channel,
              gradient + tap * channels + channel);
    }
  }
  for (; channel < channels; channel++) {
    for (long tap = 0; tap < sweep->taps; tap++) {
      float sum = 0;
      for (long row = 0; row < rows; row++) {
        for (long column = 0; column < sweep->columns; column++) {
          sum = framed[row * row_step + column * step + taps[tap] + channel] *
                    output_gradient[(row * sweep->columns + column) * channels + channel] +
                sum;
        }
      }
      gradient[tap * channels + channel] = sum;
    }
  }
}

const struct depthwise_set NAMED(depthwise_set) = {.row = NAMED(row), .gradient = NAMED(gradient)};
