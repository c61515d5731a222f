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

/// Grid columns of a 3×3 kernel whose sums are in registers together.
enum { columns_at_once_3x3 = 6 };

/// `count` columns of one vector of channels, a 3×3 kernel. `count` and `stride` are constants
/// after inlining. A pixel is loaded once and goes into the sum of each column that it belongs to;
/// the sums still take their pixels from left to right. The weights are loaded a line at a time:
/// all nine would leave too few of AVX2's sixteen registers, and more of them save no time.
INLINE void columns_of_3x3(const int count, const int stride, long channels,
                           const float *const *lines, long start, const float *weights,
                           const float *bias, int activation, float *target,
                           long target_pixel) {
  vector sums[columns_at_once_3x3];
  UNROLL for (int i = 0; i < count; i++) sums[i] = (vector){0};
  UNROLL for (int y = 0; y < 3; y++) {
    const float *from = lines[y] + start;
    vector weight[3];
    UNROLL for (int x = 0; x < 3; x++) {
      weight[x] = load(weights + (y * 3 + x) * channels);
    }
    UNROLL for (int at = 0; at < (count - 1) * stride + 3; at++) {
      vector pixel = load(from + at * channels);
      UNROLL for (int i = 0; i < count; i++) {
        int x = at - i * stride;
        if (x >= 0 && x < 3) sums[i] = pixel * weight[x] + sums[i];
      }
    }
  }
  UNROLL for (int i = 0; i < count; i++) {
    store(target + i * target_pixel, finished(sums[i], bias, activation));
  }
}

/// One column of which only the pixels `from..<to` of each line lie inside the image: what is
/// outside counts as zeros.
INLINE void part_of_3x3(const long from, const long to, long channels, const float *const *lines,
                        long start, const float *weights, const float *bias, int activation,
                        float *target) {
  vector sum = {0};
  UNROLL for (int y = 0; y < 3; y++) {
    UNROLL for (int x = 0; x < 3; x++) {
      if (x < from || x >= to) continue;
      sum = load(lines[y] + start + x * channels) * load(weights + (y * 3 + x) * channels) + sum;
    }
  }
  store(target, finished(sum, bias, activation));
}

/// One column whose window may lie beyond the image to the left or right.
INLINE void edge_of_3x3(const struct convolution_sweep *sweep, const float *const *lines,
                        long column, long channel, const float *weights, const float *bias,
                        int activation, float *target) {
  long channels = sweep->source_channels, inside = sweep->source_width - column;
  long start = column * channels + channel;
  if (column == -1 && inside > 3) {
    part_of_3x3(1, 3, channels, lines, start, weights, bias, activation, target);
  } else if (column >= 0 && inside == 2) {
    part_of_3x3(0, 2, channels, lines, start, weights, bias, activation, target);
  } else {
    part_of_3x3(-column, inside, channels, lines, start, weights, bias, activation, target);
  }
}

INLINE void row_of_3x3(const int stride, const struct convolution_sweep *sweep,
                       const float *const *lines, const float *weights, const float *bias,
                       int activation, float *target) {
  long channels = sweep->source_channels, pixel = sweep->target_pixel;
  // The first column whose window lies inside the image, and the first behind these.
  long first = sweep->frame_left > 0 ? (sweep->frame_left + stride - 1) / stride : 0;
  long room = sweep->source_width - 3 + sweep->frame_left;
  long end = room < 0 ? 0 : room / stride + 1;
  if (end > sweep->columns) end = sweep->columns;
  if (first > end) first = end;
  for (long channel = 0; channel + LANES <= channels; channel += LANES) {
    const float *own = weights + channel, *part = bias ? bias + channel : 0;
    float *to = target + channel;
    long column = 0;
    for (; column < first; column++) {
      edge_of_3x3(sweep, lines, column * stride - sweep->frame_left, channel, own, part,
                  activation, to + column * pixel);
    }
#define COLUMNS(count)                                                                          \
  columns_of_3x3(count, stride, channels, lines,                                                \
                 (column * stride - sweep->frame_left) * channels + channel, own, part,         \
                 activation, to + column * pixel, pixel)
    for (; column + columns_at_once_3x3 <= end; column += columns_at_once_3x3) {
      COLUMNS(columns_at_once_3x3);
    }
    switch (end - column) {
      case 5: COLUMNS(5); break;
      case 4: COLUMNS(4); break;
      case 3: COLUMNS(3); break;
      case 2: COLUMNS(2); break;
      case 1: COLUMNS(1); break;
      default: break;
    }
#undef COLUMNS
    for (column = end; column < sweep->columns; column++) {
      edge_of_3x3(sweep, lines, column * stride - sweep->frame_left, channel, own, part,
                  activation, to + column * pixel);
    }
  }
}

/// The channels that fill no vector, one by one.
INLINE void rest_of_3x3(const struct convolution_sweep *sweep, const float *const *lines,
                        const float *weights, const float *bias, int activation, float *target) {
  long channels = sweep->source_channels;
  for (long channel = channels / LANES * LANES; channel < channels; channel++) {
    for (long column = 0; column < sweep->columns; column++) {
      long start = column * sweep->step_width - sweep->frame_left;
      float sum = 0;
      for (int i = 0; i < 9; i++) {
        long at = start + i % 3;
        if (at < 0 || at >= sweep->source_width) continue;
        sum = lines[i / 3][at * channels + channel] * weights[i * channels + channel] + sum;
      }
      if (bias) sum += bias[channel];
      target[column * sweep->target_pixel + channel] = activation && sum < 0 ? 0 : sum;
    }
  }
}

TARGET static void NAMED(row3x3)(const struct convolution_sweep *sweep, const float *const *lines,
                                 const float *weights, const float *bias, int activation,
                                 float *target) {
  if (sweep->step_width == 1) {
    row_of_3x3(1, sweep, lines, weights, bias, activation, target);
  } else {
    row_of_3x3(2, sweep, lines, weights, bias, activation, target);
  }
  rest_of_3x3(sweep, lines, weights, bias, activation, target);
}

TARGET static void NAMED(row)(const struct convolution_sweep *sweep, const long *taps,
                              const float *framed, const float *weights, const float *bias,
                              int activation, float *target) {
  long channels = sweep->source_channels, channel = 0;
  long step = sweep->step_width * channels;
  for (; channel + LANES <= channels; channel += LANES) {
    const float *part = bias ? bias + channel : 0;
    const float *points = framed + channel;
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

const struct depthwise_set NAMED(depthwise_set) = {
    .row = NAMED(row), .row3x3 = NAMED(row3x3), .gradient = NAMED(gradient)};
