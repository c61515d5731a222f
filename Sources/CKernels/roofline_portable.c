#include "roofline_families.h"

// Arrays of a fixed length, which any compiler turns into the vectors that its target has at
// least. Sixteen floats twice over are enough chains to hide the latency of both operations.
enum { lanes = 32 };

double roofline_peak_portable(long rounds, float *sum) {
  float chains[lanes];
  for (int lane = 0; lane < lanes; lane++) chains[lane] = (float)lane;
  // They converge, so that the numbers stay ordinary however long it runs.
  volatile float given_factor = 0.5f, given_addend = 1.0f;
  float factor = given_factor, addend = given_addend;
  for (long round = 0; round < rounds; round++) {
    for (int lane = 0; lane < lanes; lane++) chains[lane] = chains[lane] * factor + addend;
  }
  float total = 0;
  for (int lane = 0; lane < lanes; lane++) total += chains[lane];
  *sum = total;
  return 2.0 * lanes * (double)rounds;
}

float roofline_read_portable(const float *values, long count) {
  float sums[lanes] = {0};
  long index = 0;
  for (; index + lanes <= count; index += lanes) {
    for (int lane = 0; lane < lanes; lane++) sums[lane] += values[index + lane];
  }
  float total = 0;
  for (; index < count; index++) total += values[index];
  for (int lane = 0; lane < lanes; lane++) total += sums[lane];
  return total;
}
