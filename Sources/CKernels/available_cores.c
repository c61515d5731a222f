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

void kernel_bind_thread(long core) {
#if defined(__linux__)
  cpu_set_t cores;
  if (core < 0 || sched_getaffinity(0, sizeof cores, &cores) != 0) return;
  for (int number = 0; number < CPU_SETSIZE; number++) {
    if (!CPU_ISSET(number, &cores) || core-- > 0) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(number, &one);
    // Where the system refuses, the thread runs where it is put.
    (void)sched_setaffinity(0, sizeof one, &one);
    return;
  }
#else
  (void)core;
#endif
}
