#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
#define INLINE static inline __attribute__((always_inline)) TARGET

enum { lanes = 16, tile_rows = 12, tile_vectors = 2, narrow_rows = 12, wide_vectors = 8 };

typedef __m512 vector;
typedef __mmask16 part;

INLINE vector zero(void) { return _mm512_setzero_ps(); }
INLINE vector broadcast(const float *from) { return _mm512_set1_ps(*from); }
INLINE vector load(const float *from) { return _mm512_loadu_ps(from); }
INLINE void store(float *to, vector x) { _mm512_storeu_ps(to, x); }
INLINE vector add(vector x, vector y) { return _mm512_add_ps(x, y); }
INLINE vector multiply_add(vector x, vector y, vector sum) { return _mm512_fmadd_ps(x, y, sum); }

/// The second operand is what comes back when one is a NaN, or when both are zeros.
INLINE vector clip_below_zero(vector x) { return _mm512_max_ps(_mm512_setzero_ps(), x); }

INLINE part first_lanes(long count) {
  long filled = count < 0 ? 0 : count > lanes ? lanes : count;
  return (part)((1u << filled) - 1);
}
INLINE vector load_part(const float *from, part mask) { return _mm512_maskz_loadu_ps(mask, from); }
INLINE void store_part(float *to, vector x, part mask) { _mm512_mask_storeu_ps(to, mask, x); }

#include "matmul_tiles.h"

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
TILE(1, 1)
TILE(2, 1)
TILE(3, 1)
TILE(4, 1)
TILE(5, 1)
TILE(6, 1)
TILE(7, 1)
TILE(8, 1)
TILE(9, 1)
TILE(10, 1)
TILE(11, 1)
TILE(12, 1)
WIDE_TILE(1, 8)
WIDE_TILE(2, 4)
WIDE_TILE(3, 4)
WIDE_TILE(4, 4)
WIDE_TILE(5, 4)
WIDE_TILE(6, 4)

static const struct tile_set tiles = {
    .whole =
        {0, tile_1_2, tile_2_2, tile_3_2, tile_4_2, tile_5_2, tile_6_2, tile_7_2, tile_8_2,
         tile_9_2, tile_10_2, tile_11_2, tile_12_2},
    .edge =
        {0, edge_1_2, edge_2_2, edge_3_2, edge_4_2, edge_5_2, edge_6_2, edge_7_2, edge_8_2,
         edge_9_2, edge_10_2, edge_11_2, edge_12_2},
    .half =
        {0, tile_1_1, tile_2_1, tile_3_1, tile_4_1, tile_5_1, tile_6_1, tile_7_1, tile_8_1,
         tile_9_1, tile_10_1, tile_11_1, tile_12_1},
    .half_edge =
        {0, edge_1_1, edge_2_1, edge_3_1, edge_4_1, edge_5_1, edge_6_1, edge_7_1, edge_8_1,
         edge_9_1, edge_10_1, edge_11_1, edge_12_1},
    .wide = {0, tile_1_8, tile_2_4, tile_3_4, tile_4_4, tile_5_4, tile_6_4},
    .wide_columns = {0, 8 * lanes, 4 * lanes, 4 * lanes, 4 * lanes, 4 * lanes, 4 * lanes},
};

TARGET void matmul_block_avx512(const struct matmul_block *block) {
  // The memory is no faster for wider vectors, and rows that do not begin on a line of the cache
  // make every one of them read two.
  if (is_streamed(block)) {
    matmul_block_avx2(block);
    return;
  }
  // A last vector of up to eight columns: these vectors would do the work of sixteen.
  long rest = block->columns % lanes;
  if (rest == 0 || rest > 8 || block->rows < 4) {
    fill_block(block, &tiles);
    return;
  }
  struct matmul_block part = *block;
  part.columns -= rest;
  if (part.columns > 0) fill_block(&part, &tiles);
  part.b += part.columns / width * part.b_panel;
  part.c += part.columns;
  if (part.bias) part.bias += part.columns;
  part.columns = rest;
  matmul_block_avx2(&part);
}
#endif
