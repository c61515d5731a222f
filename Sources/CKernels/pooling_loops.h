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

/// The four pixels of a window of 2×2, in the order in which they are compared.
#define PIXELS_OF_PAIR(pixel, width)                                     \
  {(pixel), (pixel) + 1, (pixel) + (width), (pixel) + (width) + 1}

TARGET static void NAMED(placed_pairs)(long columns, long channels, long width, long pixel,
                                       const float *source, float *target, int *pixels) {
  for (long column = 0; column < columns; column++) {
    long four[4] = PIXELS_OF_PAIR(pixel + 2 * column, width), channel = 0;
    for (; channel + LANES <= channels; channel += LANES) {
      vector best = load(source + four[0] * channels + channel);
      int_vector places = (int)four[0] - (int_vector){0};
      UNROLL for (int i = 1; i < 4; i++) {
        vector x = load(source + four[i] * channels + channel);
        int_vector better = (x > best) | ((x != x) & (best == best));
        best = choose(better, x, best);
        places = (better & (int)four[i]) | (~better & places);
      }
      store(target + channel, best);
      *(loose_int_vector *)(pixels + channel) = places;
    }
    for (; channel < channels; channel++) {
      float best = source[four[0] * channels + channel];
      int place = (int)four[0];
      for (int i = 1; i < 4; i++) {
        float x = source[four[i] * channels + channel];
        if (x > best || (x != x && best == best)) {
          best = x;
          place = (int)four[i];
        }
      }
      target[channel] = best;
      pixels[channel] = place;
    }
    target += channels;
    pixels += channels;
  }
}

TARGET static void NAMED(pairs_gradient)(long columns, long channels, long width, long pixel,
                                         const float *output_gradient, const int *pixels,
                                         float *gradient) {
  for (long column = 0; column < columns; column++) {
    long four[4] = PIXELS_OF_PAIR(pixel + 2 * column, width), channel = 0;
    for (; channel + LANES <= channels; channel += LANES) {
      int_vector places = *(const loose_int_vector *)(pixels + channel);
      int_vector all = (int_vector)load(output_gradient + channel);
      UNROLL for (int i = 0; i < 4; i++) {
        store(gradient + four[i] * channels + channel, (vector)((places == (int)four[i]) & all));
      }
    }
    for (; channel < channels; channel++) {
      for (int i = 0; i < 4; i++) {
        gradient[four[i] * channels + channel] =
            pixels[channel] == (int)four[i] ? output_gradient[channel] : 0;
      }
    }
    output_gradient += channels;
    pixels += channels;
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
    .placed_pairs = NAMED(placed_pairs),
    .pairs_gradient = NAMED(pairs_gradient),
    .maximum_gradient = NAMED(maximum_gradient),
    .average = NAMED(average),
    .average_gradient = NAMED(average_gradient)};
