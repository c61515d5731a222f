#if defined(__x86_64__)
#define LANES 16
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))
#define NAMED(name) name##_avx512
#include "depthwise_loops.h"
#endif
