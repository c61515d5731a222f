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

/// Makes the sums of some points into bytes; with `pooled` the largest of each four points.
///
/// - sums: [point][column], as many columns as a panel has.
/// - scale: that of the first column; there is one for each column of the panel.
/// - results, columns: how many are stored, results `step` bytes apart.
typedef void (*integer_sweep_bytes)(
    const struct integer_finish *finish, const double *scale, const int *sums, int pooled,
    int results, long columns, unsigned char *to, long step);

/// Adds the products with `count` rests to the sums of some points; a tap has `groups` groups.
typedef void (*integer_sweep_rests)(
    const unsigned char *const *points, int point_count, const long *taps, long groups, long count,
    const unsigned *places, const signed char *weights, int *sums);

struct integer_sweep_form {
  /// Functions by the points that they take, the most first, and the last one point.
  struct {
    int points;
    integer_sweep_tile run;
  } tiles[3];
  integer_sweep_bytes bytes;
  /// Null where weights are never split.
  integer_sweep_rests add_rests;
};

extern const struct integer_sweep_form integer_sweep_plain;
extern const struct integer_sweep_form integer_sweep_neon;
extern const struct integer_sweep_form integer_sweep_pairs;
extern const struct integer_sweep_form integer_sweep_words;
extern const struct integer_sweep_form integer_sweep_dot;
extern const struct integer_sweep_form integer_sweep_neon_dot;

/// What every form with panels of 16 columns does on ARM.
void integer_sweep_bytes_neon(
    const struct integer_finish *finish, const double *scale, const int *sums, int pooled,
    int results, long columns, unsigned char *to, long step);
