// What the files that begin with integer_sweep share.
#pragma once

#include "include/integer_sweep.h"

enum { most_sweep_rows = 8, most_sweep_columns = 32 };

/// Σ over taps and their runs of point · panel, from `begin` on, for as many points as the
/// function's own number: sums[point][column].
///
/// - points: where each point begins.
/// - groups: of inner numbers in a run, each of them as many as lie together in the form.
typedef void (*integer_sweep_tile)(
    const unsigned char *const *points, const long *taps, long tap_count, long groups,
    const signed char *panel, const int *begin, int *sums);

struct integer_sweep_form {
  /// Functions by the points that they take, the most first, and the last one point.
  struct {
    int points;
    integer_sweep_tile run;
  } tiles[3];
};

extern const struct integer_sweep_form integer_sweep_plain;
extern const struct integer_sweep_form integer_sweep_neon;
extern const struct integer_sweep_form integer_sweep_pairs;
extern const struct integer_sweep_form integer_sweep_words;
extern const struct integer_sweep_form integer_sweep_dot;
