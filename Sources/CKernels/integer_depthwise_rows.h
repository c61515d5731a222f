// What the files that begin with integer_depthwise share.
#pragma once

#include "include/integer_sweep.h"

/// Computes one row of the grid, to bytes; there are 16 channels or more. The last 16 are computed
/// together, whether or not some of them have been before.
typedef void (*integer_depthwise_row)(
    const struct integer_sweep *sweep, const unsigned char *source, unsigned char *to);

void integer_depthwise_row_neon(
    const struct integer_sweep *sweep, const unsigned char *source, unsigned char *to);
void integer_depthwise_row_avx2(
    const struct integer_sweep *sweep, const unsigned char *source, unsigned char *to);
void integer_depthwise_row_avx512(
    const struct integer_sweep *sweep, const unsigned char *source, unsigned char *to);

/// The most taps that have such a row.
enum { most_depthwise_taps = 64 };
