// What the programs of this folder share: numbers that are made up, results that are written down.
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// A result in the file: its name, how it is compared, how many numbers follow, each a double.
struct result_header {
  char name[96];
  /// The largest difference, relative to the larger of 1 and the number; 0 for the same bits.
  double tolerance;
  int64_t count;
};

/// Writes a result of one kernel to standard output.
void write_floats(const char *name, double tolerance, const float *values, long count);
void write_ints(const char *name, const int *values, long count);
void write_bytes(const char *name, const unsigned char *values, long count);
void write_halves(const char *name, const unsigned short *values, long count);

/// Numbers from -2 to 2, the same in every run; at least one, for an array of none has no address.
float *made_up_floats(long count, unsigned seed);
unsigned char *made_up_bytes(long count, unsigned seed);
float *floats(long count);

/// Each runs one family of kernels over many shapes.
void run_elementwise(void);
void run_reduction(void);
void run_grouped(void);
void run_sparse(void);
void run_half(void);
void run_integer(void);
void run_integer_sweep(void);
void run_matmul(void);
void run_convolution(void);
void run_pooling(void);
void run_winograd(void);
