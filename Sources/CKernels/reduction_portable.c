#include "vector_portable.h"
// The words of the loops come first.
#include "reduction_loops.h"
