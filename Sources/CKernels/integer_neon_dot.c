// Exact products with ARM's dot product, which adds four products s8 · s8 in 32 bits. Unsigned
// activations are taken as signed ones, 128 smaller; sums begin with 128 times their weights.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "integer_forms.h"
#include "integer_sweep_forms.h"

#if defined(__clang__)
#define TARGET __attribute__((target("dotprod")))
#else
#define TARGET __attribute__((target("arch=armv8.2-a+dotprod")))
#endif

// A group is four inner numbers, a panel 16 columns. sPQ is point P, Q the quarter of the columns,
// xP four groups of the point's numbers.
#define FOR_1_POINT(DO) DO(0)
#define FOR_4_POINTS(DO) DO(0) DO(1) DO(2) DO(3)
#define LOAD_16(p) int8x16_t x##p = FLIP(vld1q_u8(a##p + at));
#define LOAD_4(p)                                                                        \
  int8x16_t x##p = FLIP(vreinterpretq_u8_u32(                                            \
      vld1q_dup_u32((const unsigned *)(const void *)(a##p + at))));
#define ADD_LANE(p, lane)                                       \
  s##p##0 = vdotq_laneq_s32(s##p##0, b0, x##p, lane);           \
  s##p##1 = vdotq_laneq_s32(s##p##1, b1, x##p, lane);           \
  s##p##2 = vdotq_laneq_s32(s##p##2, b2, x##p, lane);           \
  s##p##3 = vdotq_laneq_s32(s##p##3, b3, x##p, lane);
#define ADD_0(p) ADD_LANE(p, 0)
#define ADD_1(p) ADD_LANE(p, 1)
#define ADD_2(p) ADD_LANE(p, 2)
#define ADD_3(p) ADD_LANE(p, 3)
#define GROUP(FOR_POINTS, ADD)                                                \
  {                                                                           \
    int8x16_t b0 = vld1q_s8(panel), b1 = vld1q_s8(panel + 16);                \
    int8x16_t b2 = vld1q_s8(panel + 32), b3 = vld1q_s8(panel + 48);           \
    FOR_POINTS(ADD)                                                           \
    panel += 64;                                                              \
  }
/// The groups of one run, from `at` on.
#define RUN(FOR_POINTS)                                                       \
  for (; end - at >= 16; at += 16) {                                          \
    FOR_POINTS(LOAD_16)                                                       \
    GROUP(FOR_POINTS, ADD_0)                                                  \
    GROUP(FOR_POINTS, ADD_1)                                                  \
    GROUP(FOR_POINTS, ADD_2)                                                  \
    GROUP(FOR_POINTS, ADD_3)                                                  \
  }                                                                           \
  for (; at < end; at += 4) {                                                 \
    FOR_POINTS(LOAD_4)                                                        \
    GROUP(FOR_POINTS, ADD_0)                                                  \
  }
#define BEGIN_AT(p, from)                                                     \
  int32x4_t s##p##0 = vld1q_s32(from), s##p##1 = vld1q_s32(from + 4);         \
  int32x4_t s##p##2 = vld1q_s32(from + 8), s##p##3 = vld1q_s32(from + 12);
#define FINISH_AT(p, to)                                                      \
  vst1q_s32(to, s##p##0), vst1q_s32(to + 4, s##p##1);                         \
  vst1q_s32(to + 8, s##p##2), vst1q_s32(to + 12, s##p##3);

// A sweep reads the activations where they lie.
#define FLIP(x) vreinterpretq_s8_u8(veorq_u8(x, vdupq_n_u8(0x80)))
#define SWEEP_BEGIN(p)                    \
  const unsigned char *a##p = points[p];  \
  BEGIN_AT(p, begin)
#define SWEEP_FINISH(p) FINISH_AT(p, sums + p * 16)
#define SWEEP_TILE(name, FOR_POINTS)                                              \
  TARGET static void name(                                                        \
      const unsigned char *const *points, const long *taps, long tap_count,       \
      long groups, const signed char *panel, const int *begin, int *sums) {       \
    FOR_POINTS(SWEEP_BEGIN)                                                       \
    for (long tap = 0; tap < tap_count; tap++) {                                  \
      long at = taps[tap], end = at + groups * 4;                                 \
      RUN(FOR_POINTS)                                                             \
    }                                                                             \
    FOR_POINTS(SWEEP_FINISH)                                                      \
  }

SWEEP_TILE(sweep_tile, FOR_4_POINTS)
SWEEP_TILE(sweep_point, FOR_1_POINT)

const struct integer_sweep_form integer_sweep_neon_dot = {
    .tiles = {{4, sweep_tile}, {4, sweep_tile}, {1, sweep_point}},
    .bytes = integer_sweep_bytes_neon,
};

// A product's activations have been prepared.
#undef FLIP
#define FLIP(x) vreinterpretq_s8_u8(x)
#define ROW_BEGIN(r)                                  \
  const unsigned char *a##r = a + r * row_bytes;      \
  BEGIN_AT(r, (from + r * from_stride))
#define ROW_FINISH(r) FINISH_AT(r, (c + r * c_stride))
#define ROW_TILE(name, FOR_ROWS)                                                      \
  TARGET static void name(                                                            \
      const unsigned char *a, const signed char *panel, long groups, const int *from, \
      long from_stride, int *c, long c_stride) {                                      \
    FOR_ROWS(ROW_BEGIN)                                                               \
    long at = 0, end = groups * 4;                                                    \
    RUN(FOR_ROWS)                                                                     \
    FOR_ROWS(ROW_FINISH)                                                              \
  }

ROW_TILE(row_tile, FOR_4_POINTS)
ROW_TILE(row_alone, FOR_1_POINT)

const struct integer_form integer_form_neon_dot = {
    .group = 4,
    .columns = 16,
    .activation_bytes = 1,
    .shifts_unsigned = 1,
    .tiles = {{4, row_tile}, {1, row_alone}, {1, row_alone}},
};
#endif
