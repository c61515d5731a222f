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

const struct integer_sweep_form integer_sweep_plain = {
    .tiles = {{1, plain_point}, {1, plain_point}, {1, plain_point}}};
