// The C library shows the processors that a process is bound to only to those who ask for its
// extensions, which Swift's module of it does not.
#define _GNU_SOURCE
#include "include/available_cores.h"

#if defined(__linux__)
#include <sched.h>
#include <sys/syscall.h>
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

long kernel_available_core(long index) {
#if defined(__linux__)
  cpu_set_t cores;
  if (index < 0 || sched_getaffinity(0, sizeof cores, &cores) != 0) return -1;
  for (long core = 0; core < CPU_SETSIZE; core++) {
    if (CPU_ISSET(core, &cores) && index-- == 0) return core;
  }
#else
  (void)index;
#endif
  return -1;
}

long kernel_current_core(void) {
#if defined(__linux__)
  return sched_getcpu();
#else
  return -1;
#endif
}

long kernel_current_thread(void) {
#if defined(__linux__)
  return syscall(SYS_gettid);
#else
  return -1;
#endif
}

void kernel_bind_thread(long thread, long core) {
#if defined(__linux__)
  if (thread < 0 || core < 0 || core >= CPU_SETSIZE) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  // Where the system refuses, the thread runs where it is put.
  (void)sched_setaffinity((pid_t)thread, sizeof one, &one);
#else
  (void)thread;
  (void)core;
#endif
}
