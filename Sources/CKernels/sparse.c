#include "include/sparse.h"

#include "include/instruction_set.h"
#include "sparse_sets.h"

#if defined(__x86_64__)
#define ENTRY(name, parameters, arguments)                                                     \
  void kernel_##name parameters {                                                              \
    if (kernel_chosen_instruction_set() >= kernel_avx2) return kernel_##name##_avx2 arguments; \
    kernel_##name##_portable arguments;                                                        \
  }
#elif defined(__aarch64__)
#define ENTRY(name, parameters, arguments)                                                     \
  void kernel_##name parameters {                                                              \
    if (kernel_chosen_instruction_set() == kernel_neon) return kernel_##name##_neon arguments; \
    kernel_##name##_portable arguments;                                                        \
  }
#else
#define ENTRY(name, parameters, arguments) \
  void kernel_##name parameters { kernel_##name##_portable arguments; }
#endif
#include "sparse_list.h"

void kernel_transpose_float(
    const float *from, long from_stride, long rows, long columns, float *to, long to_stride) {
  // Squares of a line of the cache: each line is read and written while it is near.
  enum { side = 16 };
  for (long row = 0; row < rows; row += side) {
    const long height = rows - row < side ? rows - row : side;
    for (long column = 0; column < columns; column += side) {
      const long width = columns - column < side ? columns - column : side;
      const float *source = from + row * from_stride + column;
      float *target = to + column * to_stride + row;
      for (long i = 0; i < width; i++) {
        for (long j = 0; j < height; j++) target[i * to_stride + j] = source[j * from_stride + i];
      }
    }
  }
}
