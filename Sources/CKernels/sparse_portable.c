#include "vector_portable.h"
#include "include/sparse.h"

/// Σ over i below `count` of values[8 i + lane] · x[offsets[8 i + lane]], for eight lanes.
INLINE void gather_dot(
    const float *values, const int *offsets, long count, const float *x, float *sums) {
  for (int lane = 0; lane < 8; lane++) sums[lane] = 0;
  for (long i = 0; i < count; i++) {
    for (int lane = 0; lane < 8; lane++) {
      sums[lane] = multiply_add(values[8 * i + lane], x[offsets[8 * i + lane]], sums[lane]);
    }
  }
}

#include "sparse_loops.h"

