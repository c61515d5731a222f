// The transforms, once for all families: see convolution_vectors.h.
#pragma once

#include "convolution_vectors.h"
#include "winograd_sets.h"

/// One line of six pixels: the polynomial of the pixels, evaluated so that products with the
/// transformed kernel's values give those of the convolution.
INLINE void line_of_source(const vector *d, vector *t) {
  vector even = d[4] - 4 * d[2], odd = d[3] - 4 * d[1];
  vector near_even = d[4] - d[2], near_odd = d[3] - d[1];
  t[0] = 4 * d[0] + (d[4] - 5 * d[2]);
  t[1] = even + odd;
  t[2] = even - odd;
  t[3] = near_even + 2 * near_odd;
  t[4] = near_even - 2 * near_odd;
  t[5] = 4 * d[1] + (d[5] - 5 * d[3]);
}

/// One line back: the outputs from the values at the six points.
INLINE void line_of_output(const int side, const vector *m, vector *y) {
  vector sum1 = m[1] + m[2], difference1 = m[1] - m[2];
  vector sum2 = m[3] + m[4], difference2 = m[3] - m[4];
  y[0] = m[0] + sum1 + sum2;
  if (side == 2) {
    y[1] = difference1 + 2 * difference2 + m[5];
  } else {
    y[1] = difference1 + 2 * difference2;
    y[2] = sum1 + 4 * sum2;
    y[3] = difference1 + 8 * difference2 + m[5];
  }
}

/// One line of output gradients: the transpose of `line_of_output`.
INLINE void line_of_gradient(const int side, const vector *y, vector *z) {
  z[0] = y[0];
  if (side == 2) {
    z[1] = y[0] + y[1];
    z[2] = y[0] - y[1];
    z[3] = y[0] + 2 * y[1];
    z[4] = y[0] - 2 * y[1];
    z[5] = y[1];
  } else {
    vector even1 = y[0] + y[2], odd1 = y[1] + y[3];
    vector even2 = y[0] + 4 * y[2], odd2 = 2 * y[1] + 8 * y[3];
    z[1] = even1 + odd1;
    z[2] = even1 - odd1;
    z[3] = even2 + odd2;
    z[4] = even2 - odd2;
    z[5] = y[3];
  }
}

TARGET static void NAMED(source)(const float *const *points, long channels, float *target,
                                 long step) {
  for (long channel = 0; channel < channels; channel += LANES) {
    vector columns[6][6];
    UNROLL for (int x = 0; x < 6; x++) {
      vector line[6];
      UNROLL for (int y = 0; y < 6; y++) line[y] = load(points[y * 6 + x] + channel);
      line_of_source(line, columns[x]);
    }
    UNROLL for (int y = 0; y < 6; y++) {
      vector line[6], result[6];
      UNROLL for (int x = 0; x < 6; x++) line[x] = columns[x][y];
      line_of_source(line, result);
      UNROLL for (int x = 0; x < 6; x++) store(target + (y * 6 + x) * step + channel, result[x]);
    }
  }
}

INLINE void output_of(const int side, const float *source, long step, long channels,
                      const float *bias, int activation, int pooled, float *const *targets) {
  for (long channel = 0; channel < channels; channel += LANES) {
    vector columns[6][4];
    UNROLL for (int x = 0; x < 6; x++) {
      vector line[6];
      UNROLL for (int y = 0; y < 6; y++) line[y] = load(source + (y * 6 + x) * step + channel);
      line_of_output(side, line, columns[x]);
    }
    vector outputs[4][4];
    UNROLL for (int y = 0; y < side; y++) {
      vector line[6];
      UNROLL for (int x = 0; x < 6; x++) line[x] = columns[x][y];
      line_of_output(side, line, outputs[y]);
    }
    vector added = bias ? load(bias + channel) : (vector){0};
    UNROLL for (int y = 0; y < side; y++) {
      UNROLL for (int x = 0; x < side; x++) {
        if (bias) outputs[y][x] += added;
        if (activation) outputs[y][x] = rectified(outputs[y][x]);
      }
    }
    if (pooled) {
      UNROLL for (int y = 0; y < side / 2; y++) {
        UNROLL for (int x = 0; x < side / 2; x++) {
          float *to = targets[y * (side / 2) + x];
          if (!to) continue;
          vector top = larger(outputs[2 * y][2 * x], outputs[2 * y][2 * x + 1]);
          vector bottom = larger(outputs[2 * y + 1][2 * x], outputs[2 * y + 1][2 * x + 1]);
          store(to + channel, larger(top, bottom));
        }
      }
    } else {
      UNROLL for (int y = 0; y < side; y++) {
        UNROLL for (int x = 0; x < side; x++) {
          float *to = targets[y * side + x];
          if (to) store(to + channel, outputs[y][x]);
        }
      }
    }
  }
}

TARGET static void NAMED(output)(long side, const float *source, long step, long channels,
                                 const float *bias, int activation, int pooled,
                                 float *const *targets) {
  if (side == 2) {
    output_of(2, source, step, channels, bias, activation, pooled, targets);
  } else {
    output_of(4, source, step, channels, bias, activation, pooled, targets);
  }
}

INLINE void gradient_of(const int side, const float *const *points, long channels, float *target,
                        long step, long panel_step) {
  for (long channel = 0; channel < channels; channel += LANES) {
    float *to = target + channel / 16 * panel_step + channel % 16;
    vector columns[4][6];
    UNROLL for (int x = 0; x < side; x++) {
      vector line[4];
      UNROLL for (int y = 0; y < side; y++) line[y] = load(points[y * side + x] + channel);
      line_of_gradient(side, line, columns[x]);
    }
    UNROLL for (int y = 0; y < 6; y++) {
      vector line[4], result[6];
      UNROLL for (int x = 0; x < side; x++) line[x] = columns[x][y];
      line_of_gradient(side, line, result);
      UNROLL for (int x = 0; x < 6; x++) store(to + (y * 6 + x) * step, result[x]);
    }
  }
}

TARGET static void NAMED(gradient)(long side, const float *const *points, long channels,
                                   float *target, long step, long panel_step) {
  if (side == 2) {
    gradient_of(2, points, channels, target, step, panel_step);
  } else {
    gradient_of(4, points, channels, target, step, panel_step);
  }
}

const struct winograd_set NAMED(winograd_set) = {
    .source = NAMED(source), .output = NAMED(output), .gradient = NAMED(gradient)};
