#if defined(__aarch64__)
#include "vector_neon.h"
// The words of the loops come first.
#include "reduction_loops.h"
#endif
