#if defined(__x86_64__)
#include "vector_avx2.h"
#include "include/sparse.h"

/// Σ over i below `count` of values[8 i + lane] · x[offsets[8 i + lane]], for eight lanes.
INLINE void gather_dot(
    const float *values, const int *offsets, long count, const float *x, float *sums) {
  vector sum = broadcast(0);
  for (long i = 0; i < count; i++) {
    const __m256i where = _mm256_loadu_si256((const __m256i *)(const void *)(offsets + 8 * i));
    sum = multiply_add(load(values + 8 * i), _mm256_i32gather_ps(x, where, 4), sum);
  }
  store(sums, sum);
}

#include "sparse_loops.h"
#endif
