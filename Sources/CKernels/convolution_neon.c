#if defined(__aarch64__)
#define LANES 4
#define TILE_ROWS 6
#define TARGET
#define NAMED(name) name##_neon
#include "convolution_tile.h"
#endif
