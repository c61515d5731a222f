#if defined(__aarch64__)
#define LANES 4
#define TARGET
#define NAMED(name) name##_neon
#include "grouped_loops.h"
#endif
