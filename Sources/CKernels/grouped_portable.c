#define LANES 4
#define TARGET
#define NAMED(name) name##_portable
#include "grouped_loops.h"
