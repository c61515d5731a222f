// Each kernel of elementwise.h, as it is named for one instruction set.
#pragma once

#define ENTRY(result, name, parameters, arguments)   \
  result kernel_##name##_portable parameters;        \
  result kernel_##name##_neon parameters;            \
  result kernel_##name##_avx2 parameters;
#include "elementwise_list.h"
#undef ENTRY
