// Each kernel of half.h, as it is named for one instruction set.
#pragma once

#define ENTRY(result, name, parameters, arguments)   \
  result kernel_##name##_portable parameters;        \
  result kernel_##name##_neon parameters;            \
  result kernel_##name##_avx2 parameters;
#include "half_list.h"
#undef ENTRY
