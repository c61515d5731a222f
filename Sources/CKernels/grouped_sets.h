// The families of processors that grouped weights are multiplied for.
#pragma once

#include "include/grouped.h"

/// Rows that share the weights while they are expanded, at most.
enum { grouped_rows = 4 };

/// Multiplies up to `grouped_rows` rows with one panel: y[row][16], before the bias.
typedef void (*grouped_panel)(
    const struct grouped_weights *weights, const unsigned char *packed, const float *scales,
    const float *x, long x_stride, long rows, float *y);

void grouped_panel_portable(
    const struct grouped_weights *weights, const unsigned char *packed, const float *scales,
    const float *x, long x_stride, long rows, float *y);
void grouped_panel_neon(
    const struct grouped_weights *weights, const unsigned char *packed, const float *scales,
    const float *x, long x_stride, long rows, float *y);
void grouped_panel_avx2(
    const struct grouped_weights *weights, const unsigned char *packed, const float *scales,
    const float *x, long x_stride, long rows, float *y);
void grouped_panel_avx512(
    const struct grouped_weights *weights, const unsigned char *packed, const float *scales,
    const float *x, long x_stride, long rows, float *y);
