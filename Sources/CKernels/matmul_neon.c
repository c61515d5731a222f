#if defined(__aarch64__)
#include <arm_neon.h>

#define TARGET
#define INLINE static inline __attribute__((always_inline)) TARGET

enum { lanes = 4, tile_rows = 6, tile_vectors = 4, narrow_rows = 12, wide_vectors = 16 };

typedef float32x4_t vector;
/// How many of its lanes are meant: NEON has no loads under a mask.
typedef long part;

INLINE vector zero(void) { return vdupq_n_f32(0); }
INLINE vector broadcast(const float *from) { return vld1q_dup_f32(from); }
INLINE vector load(const float *from) { return vld1q_f32(from); }
INLINE void store(float *to, vector x) { vst1q_f32(to, x); }
INLINE vector add(vector x, vector y) { return vaddq_f32(x, y); }
INLINE vector multiply_add(vector x, vector y, vector sum) { return vfmaq_f32(sum, x, y); }

/// A comparison with a NaN is false, so a NaN stays; vmaxq_f32 would keep it too, but would make
/// a negative zero positive.
INLINE vector clip_below_zero(vector x) {
  return vbslq_f32(vcltq_f32(x, vdupq_n_f32(0)), vdupq_n_f32(0), x);
}

INLINE part first_lanes(long count) { return count < 0 ? 0 : count > lanes ? lanes : count; }
INLINE vector load_part(const float *from, part filled) {
  vector x = zero();
  if (filled > 0) x = vld1q_lane_f32(from, x, 0);
  if (filled > 1) x = vld1q_lane_f32(from + 1, x, 1);
  if (filled > 2) x = vld1q_lane_f32(from + 2, x, 2);
  if (filled > 3) x = vld1q_lane_f32(from + 3, x, 3);
  return x;
}
INLINE void store_part(float *to, vector x, part filled) {
  if (filled > 0) vst1q_lane_f32(to, x, 0);
  if (filled > 1) vst1q_lane_f32(to + 1, x, 1);
  if (filled > 2) vst1q_lane_f32(to + 2, x, 2);
  if (filled > 3) vst1q_lane_f32(to + 3, x, 3);
}

#include "matmul_tiles.h"

TILE(1, 4)
TILE(2, 4)
TILE(3, 4)
TILE(4, 4)
TILE(5, 4)
TILE(6, 4)
TILE(1, 2)
TILE(2, 2)
TILE(3, 2)
TILE(4, 2)
TILE(5, 2)
TILE(6, 2)
TILE(7, 2)
TILE(8, 2)
TILE(9, 2)
TILE(10, 2)
TILE(11, 2)
TILE(12, 2)
WIDE_TILE(1, 16)
WIDE_TILE(2, 8)

static const struct tile_set tiles = {
    .whole =
        {0, tile_1_4, tile_2_4, tile_3_4, tile_4_4, tile_5_4, tile_6_4},
    .edge =
        {0, edge_1_4, edge_2_4, edge_3_4, edge_4_4, edge_5_4, edge_6_4},
    .half =
        {0, tile_1_2, tile_2_2, tile_3_2, tile_4_2, tile_5_2, tile_6_2, tile_7_2, tile_8_2,
         tile_9_2, tile_10_2, tile_11_2, tile_12_2},
    .half_edge =
        {0, edge_1_2, edge_2_2, edge_3_2, edge_4_2, edge_5_2, edge_6_2, edge_7_2, edge_8_2,
         edge_9_2, edge_10_2, edge_11_2, edge_12_2},
    .wide = {0, tile_1_16, tile_2_8},
    .wide_columns = {0, 16 * lanes, 8 * lanes},
};

TARGET void matmul_block_neon(const struct matmul_block *block) { fill_block(block, &tiles); }
#endif
