#if defined(__x86_64__)
#define LANES 8
#define TARGET __attribute__((target("avx2,fma")))
#define NAMED(name) name##_avx2
#include "grouped_loops.h"
#endif
