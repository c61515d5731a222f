#include "integer_sweep_forms.h"

static void plain_point(
    const unsigned char *const *points, const long *taps, long tap_count, long groups,
    const signed char *panel, const int *begin, int *sums) {
  // Unsigned, for a sum of 32 bits may wrap around.
  unsigned s[16];
  for (int i = 0; i < 16; i++) s[i] = (unsigned)begin[i];
  for (long tap = 0; tap < tap_count; tap++) {
    const unsigned short *numbers = (const unsigned short *)(const void *)(points[0] + taps[tap]);
    for (long inner = 0; inner < groups; inner++) {
      int x = numbers[inner];
      for (int i = 0; i < 16; i++) s[i] += (unsigned)(x * panel[i]);
      panel += 16;
    }
  }
  for (int i = 0; i < 16; i++) sums[i] = (int)s[i];
}

/// The nearest whole number of |x| below 2⁵¹; a half goes to the even one.
static inline double rounded(double x) {
  const double shift = 0x1.8p52;
  return (x + shift) - shift;
}

static void plain_bytes(
    const struct integer_finish *finish, const double *scale, const int *sums, int pooled,
    int results, long columns, unsigned char *to, long step) {
  const double low = finish->low - finish->zero_point, high = finish->high - finish->zero_point;
  for (int result = 0; result < results; result++) {
    for (long i = 0; i < columns; i++) {
      int sum = sums[i];
      for (int other = 1; other < (pooled ? 4 : 1); other++) {
        sum = sums[other * 16 + i] > sum ? sums[other * 16 + i] : sum;
      }
      double x = sum * scale[i];
      x = x < low ? low : x > high ? high : x;
      to[i] = (unsigned char)((int)rounded(x) + finish->zero_point);
    }
    sums += pooled ? 64 : 16;
    to += step;
  }
}

const struct integer_sweep_form integer_sweep_plain = {
    .tiles = {{1, plain_point}, {1, plain_point}, {1, plain_point}},
    .bytes = plain_bytes,
};
