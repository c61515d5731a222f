#if defined(__aarch64__)
#include "integer_bytes_neon.h"
#include "integer_sweep_forms.h"

// A group is one inner number, a panel 16 columns. sPQ is point P, Q the quarter of the columns.
#define FOR_1_POINT(DO) DO(0)
#define FOR_4_POINTS(DO) DO(0) DO(1) DO(2) DO(3)
#define BEGIN(p)                                                                      \
  const unsigned char *a##p = points[p];                                              \
  int32x4_t s##p##0 = vld1q_s32(begin), s##p##1 = vld1q_s32(begin + 4);               \
  int32x4_t s##p##2 = vld1q_s32(begin + 8), s##p##3 = vld1q_s32(begin + 12);
#define ADD(p)                                                                \
  {                                                                           \
    short x = *(const short *)(const void *)(a##p + at);                      \
    s##p##0 = vmlal_n_s16(s##p##0, vget_low_s16(low), x);                     \
    s##p##1 = vmlal_n_s16(s##p##1, vget_high_s16(low), x);                    \
    s##p##2 = vmlal_n_s16(s##p##2, vget_low_s16(high), x);                    \
    s##p##3 = vmlal_n_s16(s##p##3, vget_high_s16(high), x);                   \
  }
#define FINISH(p)                              \
  vst1q_s32(sums + p * 16, s##p##0);           \
  vst1q_s32(sums + p * 16 + 4, s##p##1);       \
  vst1q_s32(sums + p * 16 + 8, s##p##2);       \
  vst1q_s32(sums + p * 16 + 12, s##p##3);

#define TILE(name, FOR_POINTS)                                                    \
  static void name(                                                               \
      const unsigned char *const *points, const long *taps, long tap_count,       \
      long groups, const signed char *panel, const int *begin, int *sums) {       \
    FOR_POINTS(BEGIN)                                                             \
    for (long tap = 0; tap < tap_count; tap++) {                                  \
      long end = taps[tap] + groups * 2;                                          \
      for (long at = taps[tap]; at < end; at += 2) {                              \
        int8x16_t b = vld1q_s8(panel);                                            \
        int16x8_t low = vmovl_s8(vget_low_s8(b));                                 \
        int16x8_t high = vmovl_s8(vget_high_s8(b));                               \
        FOR_POINTS(ADD)                                                           \
        panel += 16;                                                              \
      }                                                                           \
    }                                                                             \
    FOR_POINTS(FINISH)                                                            \
  }

TILE(neon_tile, FOR_4_POINTS)
TILE(neon_point, FOR_1_POINT)

INLINE int32x4_t largest(const int *sums) {
  int32x4_t a = vmaxq_s32(vld1q_s32(sums), vld1q_s32(sums + 16));
  return vmaxq_s32(a, vmaxq_s32(vld1q_s32(sums + 32), vld1q_s32(sums + 48)));
}

void integer_sweep_bytes_neon(
    const struct integer_finish *finish, const double *scale, const int *sums, int pooled,
    int results, long columns, unsigned char *to, long step) {
  for (int result = 0; result < results; result++) {
    int32x4_t here[4];
    for (int i = 0; i < 4; i++) here[i] = pooled ? largest(sums + 4 * i) : vld1q_s32(sums + 4 * i);
    uint8x16_t bytes = to_bytes(here, scale, finish);
    if (columns == 16) {
      vst1q_u8(to, bytes);
    } else {
      unsigned char copy[16];
      vst1q_u8(copy, bytes);
      for (long i = 0; i < columns; i++) to[i] = copy[i];
    }
    sums += pooled ? 64 : 16;
    to += step;
  }
}

const struct integer_sweep_form integer_sweep_neon = {
    .tiles = {{4, neon_tile}, {4, neon_tile}, {1, neon_point}},
    .bytes = integer_sweep_bytes_neon,
};
#endif
