// The families of processors that convolution is compiled for.
#pragma once

struct convolution_sweep;

/// The points of a window: the offset of each tap, and how many floats follow it.
struct convolution_patch {
  const long *offsets;
  long taps, run;
};

struct convolution_set {
  /// Grid points in a full tile.
  long rows;
  /// Sums of `count` grid points, at most `rows`, times one panel of outputs.
  void (*tile)(long count, const struct convolution_patch *patch, const float *const *sources,
               const float *weights, const float *bias, int activation, float *const *targets,
               long columns);
  /// One row of `points` grid points, one float apart in the source, times one panel of outputs.
  void (*row)(const struct convolution_patch *patch, const float *source, long points,
              const float *weights, const float *bias, int activation, float *target,
              long target_pixel, long columns);
  /// Adds to 6 rows of the gradient of a panel of weights.
  void (*gradient)(const struct convolution_sweep *sweep, long rows, const float *framed,
                   const long *points, const float *panel, float *gradient);
};

/// The largest tile of all families.
enum { convolution_most_rows = 12 };

extern const struct convolution_set convolution_set_portable;
extern const struct convolution_set convolution_set_neon;
extern const struct convolution_set convolution_set_avx2;
extern const struct convolution_set convolution_set_avx512;

/// The family that the processor runs best.
const struct convolution_set *convolution_chosen_set(void);
