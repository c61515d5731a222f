#if defined(__x86_64__)
#include "vector_avx2.h"
// The words of the loops come first.
#include "reduction_loops.h"
#endif
