#if defined(__aarch64__)
#include <arm_neon.h>

#include "roofline_families.h"

// Sixteen chains: as many as latency times pipes of any processor of this family or more, and few
// enough for its registers. They are named because an array of them would lie on the stack.
double roofline_peak_neon(long rounds, float *sum) {
  // They converge, so that the numbers stay ordinary however long it runs.
  volatile float given_factor = 0.5f, given_addend = 1.0f;
  float32x4_t factor = vdupq_n_f32(given_factor), addend = vdupq_n_f32(given_addend);
  float32x4_t s0 = addend, s1 = addend, s2 = addend, s3 = addend;
  float32x4_t s4 = addend, s5 = addend, s6 = addend, s7 = addend;
  float32x4_t s8 = addend, s9 = addend, s10 = addend, s11 = addend;
  float32x4_t s12 = addend, s13 = addend, s14 = addend, s15 = addend;
  for (long round = 0; round < rounds; round++) {
    s0 = vfmaq_f32(addend, s0, factor);
    s1 = vfmaq_f32(addend, s1, factor);
    s2 = vfmaq_f32(addend, s2, factor);
    s3 = vfmaq_f32(addend, s3, factor);
    s4 = vfmaq_f32(addend, s4, factor);
    s5 = vfmaq_f32(addend, s5, factor);
    s6 = vfmaq_f32(addend, s6, factor);
    s7 = vfmaq_f32(addend, s7, factor);
    s8 = vfmaq_f32(addend, s8, factor);
    s9 = vfmaq_f32(addend, s9, factor);
    s10 = vfmaq_f32(addend, s10, factor);
    s11 = vfmaq_f32(addend, s11, factor);
    s12 = vfmaq_f32(addend, s12, factor);
    s13 = vfmaq_f32(addend, s13, factor);
    s14 = vfmaq_f32(addend, s14, factor);
    s15 = vfmaq_f32(addend, s15, factor);
  }
  s0 = vaddq_f32(s0, s8);
  s1 = vaddq_f32(s1, s9);
  s2 = vaddq_f32(s2, s10);
  s3 = vaddq_f32(s3, s11);
  s4 = vaddq_f32(s4, s12);
  s5 = vaddq_f32(s5, s13);
  s6 = vaddq_f32(s6, s14);
  s7 = vaddq_f32(s7, s15);
  s0 = vaddq_f32(s0, s4);
  s1 = vaddq_f32(s1, s5);
  s2 = vaddq_f32(s2, s6);
  s3 = vaddq_f32(s3, s7);
  s0 = vaddq_f32(s0, s2);
  s1 = vaddq_f32(s1, s3);
  s0 = vaddq_f32(s0, s1);
  float lanes[4];
  vst1q_f32(lanes, s0);
  float total = 0;
  for (int lane = 0; lane < 4; lane++) total += lanes[lane];
  *sum = total;
  return 2.0 * 16 * 4 * (double)rounds;
}

float roofline_read_neon(const float *values, long count) {
  float32x4_t s0 = vdupq_n_f32(0), s1 = s0, s2 = s0, s3 = s0;
  float32x4_t s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  long index = 0;
  for (; index + 32 <= count; index += 32) {
    const float *block = values + index;
    s0 = vaddq_f32(s0, vld1q_f32(block));
    s1 = vaddq_f32(s1, vld1q_f32(block + 4));
    s2 = vaddq_f32(s2, vld1q_f32(block + 8));
    s3 = vaddq_f32(s3, vld1q_f32(block + 12));
    s4 = vaddq_f32(s4, vld1q_f32(block + 16));
    s5 = vaddq_f32(s5, vld1q_f32(block + 20));
    s6 = vaddq_f32(s6, vld1q_f32(block + 24));
    s7 = vaddq_f32(s7, vld1q_f32(block + 28));
  }
  s0 = vaddq_f32(s0, s4);
  s1 = vaddq_f32(s1, s5);
  s2 = vaddq_f32(s2, s6);
  s3 = vaddq_f32(s3, s7);
  s0 = vaddq_f32(s0, s2);
  s1 = vaddq_f32(s1, s3);
  s0 = vaddq_f32(s0, s1);
  float lanes[4];
  vst1q_f32(lanes, s0);
  float total = 0;
  for (; index < count; index++) total += values[index];
  for (int lane = 0; lane < 4; lane++) total += lanes[lane];
  return total;
}

#endif
