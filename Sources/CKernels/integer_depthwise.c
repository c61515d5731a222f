#include <string.h>

#include "include/instruction_set.h"
#include "include/integer_sweep.h"
#include "integer_depthwise_rows.h"

/// The nearest whole number of |x| below 2⁵¹; a half goes to the even one.
static inline double rounded(double x) {
  const double shift = 0x1.8p52;
  return (x + shift) - shift;
}

/// Stores what became of the sums of one point, of `count` channels from `channel` on.
static void store(
    const struct integer_finish *finish, const int *sums, long channel, long count, void *target,
    long first) {
  if (finish->scale) {
    const double low = finish->low - finish->zero_point;
    const double high = finish->high - finish->zero_point;
    unsigned char *to = (unsigned char *)target + first;
    for (long i = 0; i < count; i++) {
      double x = sums[i] * finish->scale[channel + i];
      x = x < low ? low : x > high ? high : x;
      to[i] = (unsigned char)((int)rounded(x) + finish->zero_point);
    }
    return;
  }
  float *to = (float *)target + first;
  for (long i = 0; i < count; i++) {
    // Statements of their own: a product and its sum are not fused then.
    float product = (float)sums[i] * finish->float_scale[channel + i];
    float x = finish->bias ? product + finish->bias[channel + i] : product;
    to[i] = x < finish->least ? finish->least : x;
  }
}

/// Computes a point, or the largest of 2×2.
static void compute_point(
    const struct integer_sweep *s, const unsigned char *source, void *target, long first) {
  enum { together = 64 };
  const long channels = s->groups;
  for (long channel = 0; channel < channels; channel += together) {
    const long count = channels - channel < together ? channels - channel : together;
    int largest[together];
    for (int p = 0; p < (s->pooled ? 4 : 1); p++) {
      const unsigned char *point =
          source + p / 2 * s->row_step + p % 2 * s->point_step + channel;
      int sums[together];
      memcpy(sums, s->begin + channel, (unsigned long)count * sizeof(int));
      for (long tap = 0; tap < s->tap_count; tap++) {
        const unsigned char *x = point + s->taps[tap];
        const signed char *weight = s->packed + tap * channels + channel;
        for (long i = 0; i < count; i++) sums[i] += x[i] * weight[i];
      }
      for (long i = 0; i < count; i++) {
        largest[i] = p == 0 || sums[i] > largest[i] ? sums[i] : largest[i];
      }
    }
    store(&s->finish, largest, channel, count, target, first + channel);
  }
}

static integer_depthwise_row row_of_set(void) {
  switch (kernel_chosen_instruction_set()) {
#if defined(__x86_64__)
    case kernel_avx512: return integer_depthwise_row_avx512;
    case kernel_avx2: return integer_depthwise_row_avx2;
#elif defined(__aarch64__)
    case kernel_neon: return integer_depthwise_row_neon;
#endif
    default: return NULL;
  }
}

void kernel_integer_sweep_depthwise(
    const struct integer_sweep *s, const unsigned char *source, long rows, void *target) {
  const long channels = s->groups;
  const integer_depthwise_row row_function = row_of_set();
  if (row_function && s->finish.scale && !s->pooled && channels >= 16 &&
      s->tap_count <= most_depthwise_taps) {
    for (long row = 0; row < rows; row++) {
      row_function(
          s, source + row * s->row_step, (unsigned char *)target + row * s->columns * channels);
    }
    return;
  }
  const long by = s->pooled ? 2 : 1;
  long first = 0;
  for (long row = 0; row + by <= rows; row += by) {
    for (long column = 0; column + by <= s->columns; column += by) {
      compute_point(
          s, source + row * s->row_step + column * s->point_step, target, first);
      first += channels;
    }
  }
}
