#include "include/instruction_set.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#elif defined(__aarch64__) && defined(__APPLE__)
#include <sys/sysctl.h>
#endif

static int best_of_processor(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("f16c");
  int avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vnni");
  if (avx2 && avx512) return kernel_avx512;
  return avx2 ? kernel_avx2 : kernel_portable;
#elif defined(__aarch64__)
  return kernel_neon;  // every 64-bit ARM has it
#else
  return kernel_portable;
#endif
}

static int choose(void) {
  int best = best_of_processor();
  const char *cap = getenv("PARE_KERNELS");
  if (cap == NULL) return best;
  if (strcmp(cap, "portable") == 0) return kernel_portable;
#if defined(__x86_64__)
  if (strcmp(cap, "avx2") == 0 && best > kernel_avx2) return kernel_avx2;
#endif
  return best;
}

int kernel_chosen_instruction_set(void) {
  // Two threads that come first together choose the same; the order of their stores is no matter.
  static atomic_int chosen = -1;
  int set = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (set < 0) {
    set = choose();
    atomic_store_explicit(&chosen, set, memory_order_relaxed);
  }
  return set;
}

static int find_neon_dot_product(void) {
  const char *cap = getenv("PARE_KERNELS");
  if (cap != NULL && (strcmp(cap, "portable") == 0 || strcmp(cap, "neon") == 0)) return 0;
#if defined(__aarch64__) && defined(__linux__)
  const unsigned long dot_product = 1ul << 20;  // HWCAP_ASIMDDP
  return (getauxval(AT_HWCAP) & dot_product) != 0;
#elif defined(__aarch64__) && defined(__APPLE__)
  int has = 0;
  size_t size = sizeof has;
  return sysctlbyname("hw.optional.arm.FEAT_DotProd", &has, &size, NULL, 0) == 0 && has;
#else
  return 0;
#endif
}

int kernel_has_neon_dot_product(void) {
  static atomic_int known = -1;
  int has = atomic_load_explicit(&known, memory_order_relaxed);
  if (has < 0) {
    has = find_neon_dot_product();
    atomic_store_explicit(&known, has, memory_order_relaxed);
  }
  return has;
}
