// Sweeps by vpdpbusd, which adds four products u8 · s8 in 32 bits.
#if defined(__x86_64__)
#include "integer_bytes_avx512.h"
#include "integer_sweep_forms.h"

INLINE __m512i four_bytes(const unsigned char *a) {
  int bytes;
  __builtin_memcpy(&bytes, a, sizeof bytes);
  return _mm512_set1_epi32(bytes);
}

// A group is four inner numbers, a panel 32 columns. sPH is point P, H the half of the columns.
#define FOR_1_POINT(DO) DO(0)
#define FOR_4_POINTS(DO) DO(0) DO(1) DO(2) DO(3)
#define FOR_8_POINTS(DO) FOR_4_POINTS(DO) DO(4) DO(5) DO(6) DO(7)
#define BEGIN(p)                          \
  const unsigned char *a##p = points[p];  \
  __m512i s##p##0 = begin0, s##p##1 = begin1;
#define ADD(p)                                      \
  {                                                 \
    __m512i x = four_bytes(a##p + at);              \
    s##p##0 = _mm512_dpbusd_epi32(s##p##0, x, b0);  \
    s##p##1 = _mm512_dpbusd_epi32(s##p##1, x, b1);  \
  }
#define FINISH(p)                                 \
  _mm512_storeu_si512(sums + p * 32, s##p##0);    \
  _mm512_storeu_si512(sums + p * 32 + 16, s##p##1);

#define TILE(name, FOR_POINTS)                                                       \
  TARGET static void name(                                                           \
      const unsigned char *const *points, const long *taps, long tap_count,          \
      long groups, const signed char *panel, const int *begin, int *sums) {          \
    __m512i begin0 = _mm512_loadu_si512(begin), begin1 = _mm512_loadu_si512(begin + 16); \
    FOR_POINTS(BEGIN)                                                                \
    for (long tap = 0; tap < tap_count; tap++) {                                     \
      long end = taps[tap] + groups * 4;                                             \
      for (long at = taps[tap]; at < end; at += 4) {                                 \
        __m512i b0 = _mm512_loadu_si512(panel);                                      \
        __m512i b1 = _mm512_loadu_si512(panel + 64);                                 \
        FOR_POINTS(ADD)                                                              \
        panel += 128;                                                                \
      }                                                                              \
    }                                                                                \
    FOR_POINTS(FINISH)                                                               \
  }

TILE(dot_tile, FOR_8_POINTS)
TILE(dot_small_tile, FOR_4_POINTS)
TILE(dot_point, FOR_1_POINT)

INLINE __m512i largest(const int *sums) {
  __m512i a = _mm512_max_epi32(_mm512_loadu_si512(sums), _mm512_loadu_si512(sums + 32));
  __m512i b = _mm512_max_epi32(_mm512_loadu_si512(sums + 64), _mm512_loadu_si512(sums + 96));
  return _mm512_max_epi32(a, b);
}

TARGET static void dot_bytes(
    const struct integer_finish *finish, const double *scale, const int *sums, int pooled,
    int results, long columns, unsigned char *to, long step) {
  const struct exit exit = exit_of(finish);
  const __mmask16 first = (__mmask16)(columns >= 16 ? 0xffff : (1 << columns) - 1);
  const __mmask16 second =
      (__mmask16)(columns >= 32 ? 0xffff : columns > 16 ? (1 << (columns - 16)) - 1 : 0);
  for (int result = 0; result < results; result++) {
    __m512i a = pooled ? largest(sums) : _mm512_loadu_si512(sums);
    _mm_mask_storeu_epi8(to, first, to_bytes(a, scale, exit));
    if (second) {
      __m512i b = pooled ? largest(sums + 16) : _mm512_loadu_si512(sums + 16);
      _mm_mask_storeu_epi8(to + 16, second, to_bytes(b, scale + 16, exit));
    }
    sums += pooled ? 128 : 32;
    to += step;
  }
}

const struct integer_sweep_form integer_sweep_dot = {
    .tiles = {{8, dot_tile}, {4, dot_small_tile}, {1, dot_point}},
    .bytes = dot_bytes,
};
#endif
