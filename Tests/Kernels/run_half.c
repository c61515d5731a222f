#include "half.h"
#include "results.h"

static void run(const float *wide, long count, const char *what) {
  unsigned short *narrow = malloc(sizeof(short) * (size_t)(count + 1));
  char label[96];
  kernel_narrow_half(wide, narrow, count);
  snprintf(label, sizeof label, "FP16 of %s, %ld", what, count);
  write_halves(label, narrow, count);
  kernel_narrow_bfloat(wide, narrow, count);
  snprintf(label, sizeof label, "BF16 of %s, %ld", what, count);
  write_halves(label, narrow, count);
  free(narrow);
}

void run_half(void) {
  enum { all = 65536, dense = 1 << 20 };
  unsigned short *every = malloc(sizeof(short) * all);
  for (int i = 0; i < all; i++) every[i] = (unsigned short)i;
  float *wide = floats(dense);
  // As bits, for NaNs have payloads.
  int *bits = (int *)(void *)wide;
  kernel_widen_half(every, wide, all);
  write_ints("floats of FP16", bits, all);
  for (unsigned step = 0xfff; step <= 0x1001; step++) {
    for (int i = 0; i < all; i++) bits[i] += (int)(step == 0xfff ? 0xfff : 1);
    run(wide, all, "middles");
  }
  kernel_widen_bfloat(every, wide, all);
  write_ints("floats of BF16", bits, all);
  for (unsigned step = 0x7fff; step <= 0x8001; step++) {
    for (int i = 0; i < all; i++) bits[i] += (int)(step == 0x7fff ? 0x7fff : 1);
    run(wide, all, "middles");
  }
  for (unsigned i = 0; i < dense; i++) bits[i] = (int)(i * 4099);
  run(wide, dense, "all sizes");
  for (long count = 0; count < 20; count++) run(wide + 1000, count, "few");
  free(every), free(wide);
}
