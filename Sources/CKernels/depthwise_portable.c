#define LANES 4
#define TARGET
#define NAMED(name) name##_portable
#include "depthwise_loops.h"
