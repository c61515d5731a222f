#if defined(__aarch64__)
#include "vector_neon.h"
#include "include/sparse.h"

/// Σ over i below `count` of values[8 i + lane] · x[offsets[8 i + lane]], for eight lanes.
INLINE void gather_dot(
    const float *values, const int *offsets, long count, const float *x, float *sums) {
  vector low = broadcast(0), high = broadcast(0);
  for (long i = 0; i < count; i++) {
    float found[8];
    for (int lane = 0; lane < 8; lane++) found[lane] = x[offsets[8 * i + lane]];
    low = multiply_add(load(values + 8 * i), load(found), low);
    high = multiply_add(load(values + 8 * i + 4), load(found + 4), high);
  }
  store(sums, low);
  store(sums + 4, high);
}

#include "sparse_loops.h"
#endif
