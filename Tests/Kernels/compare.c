// Compares two files of results, and says where they differ: compare PORTABLE NEON
#include <math.h>

#include "results.h"

static double *read_result(FILE *file, struct result_header *header) {
  if (fread(header, sizeof *header, 1, file) != 1) return NULL;
  double *values = malloc(sizeof(double) * (size_t)(header->count + 1));
  if (fread(values, sizeof *values, (size_t)header->count, file) != (size_t)header->count) {
    fprintf(stderr, "compare: the result \"%s\" is cut off\n", header->name);
    exit(2);
  }
  return values;
}

static int same(double a, double b, double tolerance) {
  if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
  return a == b || fabs(a - b) <= tolerance * fmax(1, fabs(a));
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  FILE *first = fopen(arguments[1], "rb"), *second = fopen(arguments[2], "rb");
  if (!first || !second) {
    perror("compare");
    return 2;
  }
  long results = 0, wrong = 0;
  struct result_header a, b;
  for (;;) {
    double *x = read_result(first, &a), *y = read_result(second, &b);
    if (!x && !y) break;
    if (!x || !y || strcmp(a.name, b.name) != 0 || a.count != b.count) {
      fprintf(stderr, "compare: the files hold different results\n");
      return 2;
    }
    results++;
    for (int64_t i = 0; i < a.count; i++) {
      if (same(x[i], y[i], a.tolerance)) continue;
      printf("%s: number %ld is %.9g, not %.9g\n", a.name, (long)i, y[i], x[i]);
      wrong++;
      break;
    }
    free(x);
    free(y);
  }
  printf("%ld results compared, %ld differ\n", results, wrong);
  return wrong > 0 || results == 0;
}
