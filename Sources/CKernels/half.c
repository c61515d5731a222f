#include "include/half.h"

#include "half_sets.h"
#include "include/instruction_set.h"

#if defined(__x86_64__)
#define ENTRY(result, name, parameters, arguments)                                           \
  result kernel_##name parameters {                                                          \
    if (kernel_chosen_instruction_set() >= kernel_avx2) return kernel_##name##_avx2 arguments; \
    return kernel_##name##_portable arguments;                                               \
  }
#elif defined(__aarch64__)
#define ENTRY(result, name, parameters, arguments)                                           \
  result kernel_##name parameters {                                                          \
    if (kernel_chosen_instruction_set() == kernel_neon) return kernel_##name##_neon arguments; \
    return kernel_##name##_portable arguments;                                               \
  }
#else
#define ENTRY(result, name, parameters, arguments) \
  result kernel_##name parameters { return kernel_##name##_portable arguments; }
#endif
#include "half_list.h"
