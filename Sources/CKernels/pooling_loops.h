// The loops of pooling, once for all families: see convolution_vectors.h.
#pragma once

#include <math.h>

#include "convolution_vectors.h"
#include "pooling_sets.h"

#define EACH_POINT                                                                     \
  for (long row = part->first_row; row < part->first_row + part->rows; row++)          \
    for (long pixel = row * window->width + part->first_column,                        \
              end = pixel + part->columns;                                             \
         pixel < end; pixel++)

TARGET static void NAMED(maximum)(const struct pooling_window *window,
                                  const struct pooling_part *part, const float *source,
                                  float *target, int *pixels) {
  long channels = window->channels, channel = 0;
  int first = (int)(part->first_row * window->width + part->first_column);
  for (; channel + LANES <= channels; channel += LANES) {
    vector best = splat(-INFINITY);
    int_vector places = first - (int_vector){0};
    EACH_POINT {
      vector x = load(source + pixel * channels + channel);
      // Larger, or the first NaN.
      int_vector better = (x > best) | ((x != x) & (best == best));
      best = choose(better, x, best);
      places = (better & (int)pixel) | (~better & places);
    }
    store(target + channel, best);
    if (pixels) *(loose_int_vector *)(pixels + channel) = places;
  }
  for (; channel < channels; channel++) {
    float best = -INFINITY;
    int place = first;
    EACH_POINT {
      float x = source[pixel * channels + channel];
      if (x > best || (x != x && best == best)) {
        best = x;
        place = (int)pixel;
      }
    }
    target[channel] = best;
    if (pixels) pixels[channel] = place;
  }
}

TARGET static void NAMED(pairs)(long columns, long channels, const float *top,
                                const float *bottom, float *target) {
  for (long column = 0; column < columns; column++) {
    long channel = 0;
    for (; channel + LANES <= channels; channel += LANES) {
      vector above = larger(load(top + channel), load(top + channels + channel));
      vector below = larger(load(bottom + channel), load(bottom + channels + channel));
      store(target + channel, larger(above, below));
    }
    for (; channel < channels; channel++) {
      float best = top[channel];
      float others[3] = {top[channels + channel], bottom[channel], bottom[channels + channel]};
      for (int i = 0; i < 3; i++) {
        if (others[i] > best || others[i] != others[i]) best = others[i];
      }
      target[channel] = best;
    }
    top += 2 * channels;
    bottom += 2 * channels;
    target += channels;
  }
}

TARGET static void NAMED(maximum_gradient)(const struct pooling_window *window,
                                           const struct pooling_part *part,
                                           const float *output_gradient, const int *pixels,
                                           float *gradient) {
  long channels = window->channels;
  EACH_POINT {
    float *to = gradient + pixel * channels;
    long channel = 0;
    for (; channel + LANES <= channels; channel += LANES) {
      int_vector places = *(const loose_int_vector *)(pixels + channel);
      vector part_of_it = load(output_gradient + channel);
      part_of_it = (vector)((places == (int)pixel) & (int_vector)part_of_it);
      store(to + channel, load(to + channel) + part_of_it);
    }
    for (; channel < channels; channel++) {
      if (pixels[channel] == (int)pixel) to[channel] += output_gradient[channel];
    }
  }
}

TARGET static void NAMED(average)(const struct pooling_window *window,
                                  const struct pooling_part *part, float divisor,
                                  const float *source, float *target) {
  long channels = window->channels, channel = 0;
  for (; channel + LANES <= channels; channel += LANES) {
    vector sum = {0};
    EACH_POINT sum += load(source + pixel * channels + channel);
    store(target + channel, sum / divisor);
  }
  for (; channel < channels; channel++) {
    float sum = 0;
    EACH_POINT sum += source[pixel * channels + channel];
    target[channel] = sum / divisor;
  }
}

TARGET static void NAMED(average_gradient)(const struct pooling_window *window,
                                           const struct pooling_part *part, float divisor,
                                           const float *output_gradient, float *gradient) {
  long channels = window->channels;
  EACH_POINT {
    float *to = gradient + pixel * channels;
    for (long channel = 0; channel < channels; channel++) {
      to[channel] += output_gradient[channel] / divisor;
    }
  }
}

const struct pooling_set NAMED(pooling_set) = {
    .maximum = NAMED(maximum),
    .pairs = NAMED(pairs),
    .maximum_gradient = NAMED(maximum_gradient),
    .average = NAMED(average),
    .average_gradient = NAMED(average_gradient)};
