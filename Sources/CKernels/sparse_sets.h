// Each kernel of sparse.h, as it is named for one instruction set.
#pragma once

#include "include/sparse.h"

#define ENTRY(name, parameters, arguments)  \
  void kernel_##name##_portable parameters; \
  void kernel_##name##_neon parameters;     \
  void kernel_##name##_avx2 parameters;
#include "sparse_list.h"
#undef ENTRY
