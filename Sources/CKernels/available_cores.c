// The C library shows the processors that a process is bound to only to those who ask for its
// extensions, which Swift's module of it does not.
#define _GNU_SOURCE
#include "include/available_cores.h"

#if defined(__linux__)
#include <sched.h>
#endif
#include <unistd.h>

long kernel_available_cores(void) {
#if defined(__linux__)
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) == 0 && CPU_COUNT(&cores) > 0) {
    return CPU_COUNT(&cores);
  }
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? online : 1;
}
