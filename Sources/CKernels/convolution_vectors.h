// The vectors that the image kernels are written with, once for all families of processors.
//
// A file that includes this has defined:
//   LANES   floats in a vector
//   TARGET  the attribute that lets the compiler use the family's instructions, or nothing
//   NAMED(name)  the name of a function for this family
#pragma once

#if defined(__clang__)
// a * b + c is one fused instruction where the family has it, as in other compilers by default.
#pragma STDC FP_CONTRACT ON
#endif

typedef float vector __attribute__((vector_size(LANES * 4)));
typedef int int_vector __attribute__((vector_size(LANES * 4)));
typedef float loose_vector __attribute__((vector_size(LANES * 4), aligned(4), may_alias));
typedef int loose_int_vector __attribute__((vector_size(LANES * 4), aligned(4), may_alias));

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif

#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE vector load(const float *p) { return *(const loose_vector *)p; }
INLINE void store(float *p, vector v) { *(loose_vector *)p = v; }
INLINE vector splat(float x) { return x - (vector){0}; }
/// yes where the mask is all ones, no where it is zero.
INLINE vector choose(int_vector mask, vector yes, vector no) {
  return (vector)((mask & (int_vector)yes) | (~mask & (int_vector)no));
}
/// max(0, x); a NaN stays NaN.
INLINE vector rectified(vector x) { return (vector)(~(x < 0) & (int_vector)x); }
/// The larger; a NaN in either gives NaN.
INLINE vector larger(vector a, vector b) { return choose((b > a) | (b != b), b, a); }
