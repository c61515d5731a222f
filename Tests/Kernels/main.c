// Runs every kernel over many shapes and writes the results to standard output.
#include "results.h"

int main(void) {
  run_elementwise();
  run_reduction();
  run_grouped();
  run_sparse();
  run_half();
  run_integer();
  run_integer_sweep();
  run_matmul();
  run_convolution();
  run_pooling();
  run_winograd();
  return 0;
}
