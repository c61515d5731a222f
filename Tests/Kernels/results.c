#include "results.h"

static void write_result(const char *name, double tolerance, const double *values, long count) {
  struct result_header header = {.tolerance = tolerance, .count = count};
  snprintf(header.name, sizeof header.name, "%s", name);
  fwrite(&header, sizeof header, 1, stdout);
  fwrite(values, sizeof *values, (size_t)count, stdout);
}

#define WRITE(function)                                                \
  void function {                                                      \
    double *copy = malloc(sizeof(double) * (size_t)(count + 1));       \
    for (long i = 0; i < count; i++) copy[i] = (double)values[i];      \
    write_result(name, tolerance, copy, count);                        \
    free(copy);                                                        \
  }

WRITE(write_floats(const char *name, double tolerance, const float *values, long count))

enum { tolerance = 0 };  // integers are the same or wrong

WRITE(write_ints(const char *name, const int *values, long count))
WRITE(write_bytes(const char *name, const unsigned char *values, long count))
WRITE(write_halves(const char *name, const unsigned short *values, long count))

static uint64_t mixed(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

float *floats(long count) {
  float *values = malloc(sizeof(float) * (size_t)(count + 1));
  for (long i = 0; i <= count; i++) values[i] = 9;
  return values;
}

float *made_up_floats(long count, unsigned seed) {
  float *values = floats(count);
  for (long i = 0; i < count; i++) {
    uint64_t bits = mixed((uint64_t)seed << 40 | (uint64_t)i) >> 40;
    values[i] = (float)bits * 0x1p-22f - 2;
  }
  return values;
}

unsigned char *made_up_bytes(long count, unsigned seed) {
  unsigned char *values = malloc((size_t)(count + 1));
  for (long i = 0; i < count; i++) {
    values[i] = (unsigned char)(mixed((uint64_t)seed << 40 | (uint64_t)i) >> 40);
  }
  return values;
}
