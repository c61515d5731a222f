#define LANES 4
#define TILE_ROWS 2
#define TARGET
#define NAMED(name) name##_portable
#include "convolution_tile.h"
