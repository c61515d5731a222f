#include "include/roofline.h"

#include "include/instruction_set.h"
#include "roofline_families.h"

double kernel_peak_float(long rounds, float *sum) {
#if defined(__x86_64__)
  int set = kernel_chosen_instruction_set();
  if (set >= kernel_avx512) return roofline_peak_avx512(rounds, sum);
  if (set >= kernel_avx2) return roofline_peak_avx2(rounds, sum);
#elif defined(__aarch64__)
  if (kernel_chosen_instruction_set() == kernel_neon) return roofline_peak_neon(rounds, sum);
#endif
  return roofline_peak_portable(rounds, sum);
}

float kernel_read_bandwidth(const float *values, long count) {
#if defined(__x86_64__)
  int set = kernel_chosen_instruction_set();
  if (set >= kernel_avx512) return roofline_read_avx512(values, count);
  if (set >= kernel_avx2) return roofline_read_avx2(values, count);
#elif defined(__aarch64__)
  if (kernel_chosen_instruction_set() == kernel_neon) return roofline_read_neon(values, count);
#endif
  return roofline_read_portable(values, count);
}
