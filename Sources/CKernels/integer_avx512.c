// Exact products by vpdpbusd, which adds four products u8 · s8 in 32 bits.
#if defined(__x86_64__)
#include <immintrin.h>

#include "integer_forms.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))
#define INLINE static inline TARGET __attribute__((always_inline))

INLINE __m512i four_bytes(const unsigned char *a) {
  int bytes;
  __builtin_memcpy(&bytes, a, sizeof bytes);
  return _mm512_set1_epi32(bytes);
}

// A group is four inner numbers, a panel 32 columns. sRH is row R, H the half of the columns.
#define FOR_4_ROWS(DO) DO(0) DO(1) DO(2) DO(3)
#define FOR_8_ROWS(DO) FOR_4_ROWS(DO) DO(4) DO(5) DO(6) DO(7)
#define BEGIN(r)                                                    \
  __m512i s##r##0 = _mm512_loadu_si512(from + r * from_stride);     \
  __m512i s##r##1 = _mm512_loadu_si512(from + r * from_stride + 16);
#define FINISH(r)                                     \
  _mm512_storeu_si512(c + r * c_stride, s##r##0);     \
  _mm512_storeu_si512(c + r * c_stride + 16, s##r##1);
#define ADD(r)                                      \
  {                                                 \
    __m512i x = four_bytes(a + r * row_bytes);       \
    s##r##0 = _mm512_dpbusd_epi32(s##r##0, x, b0);  \
    s##r##1 = _mm512_dpbusd_epi32(s##r##1, x, b1);  \
  }
#define TILE(name, FOR_ROWS)                                                         \
  TARGET static void name(                                                           \
      const unsigned char *a, const signed char *panel, long groups,                 \
      const int *from, long from_stride, int *c, long c_stride) {                    \
    FOR_ROWS(BEGIN)                                                                  \
    for (long group = 0; group < groups; group++) {                                  \
      __m512i b0 = _mm512_loadu_si512(panel);                                        \
      __m512i b1 = _mm512_loadu_si512(panel + 64);                                   \
      FOR_ROWS(ADD)                                                                  \
      a += 4;                                                                        \
      panel += 128;                                                                  \
    }                                                                                \
    FOR_ROWS(FINISH)                                                                 \
  }

TILE(dot_tile, FOR_8_ROWS)
TILE(dot_small_tile, FOR_4_ROWS)

TARGET static void dot_row(
    const unsigned char *a, const signed char *panel, long groups, const int *from,
    long from_stride, int *c, long c_stride) {
  BEGIN(0)
  // Sums of the odd groups, so that an instruction waits less for the one before.
  __m512i t0 = _mm512_setzero_si512(), t1 = t0;
  long group = 0;
  for (; group + 2 <= groups; group += 2) {
    __m512i x = four_bytes(a), y = four_bytes(a + 4);
    s00 = _mm512_dpbusd_epi32(s00, x, _mm512_loadu_si512(panel));
    s01 = _mm512_dpbusd_epi32(s01, x, _mm512_loadu_si512(panel + 64));
    t0 = _mm512_dpbusd_epi32(t0, y, _mm512_loadu_si512(panel + 128));
    t1 = _mm512_dpbusd_epi32(t1, y, _mm512_loadu_si512(panel + 192));
    a += 8;
    panel += 256;
  }
  if (group < groups) {
    __m512i x = four_bytes(a);
    s00 = _mm512_dpbusd_epi32(s00, x, _mm512_loadu_si512(panel));
    s01 = _mm512_dpbusd_epi32(s01, x, _mm512_loadu_si512(panel + 64));
  }
  s00 = _mm512_add_epi32(s00, t0);
  s01 = _mm512_add_epi32(s01, t1);
  FINISH(0)
}

const struct integer_form integer_form_dot = {
    .group = 4,
    .columns = 32,
    .activation_bytes = 1,
    .shifts_signed = 1,
    .tiles = {{8, dot_tile}, {4, dot_small_tile}, {1, dot_row}},
};
#endif
