// Floats of 16 bits and back: FP16 (IEEE 754 binary16: 5 bits of exponent, 10 of fraction) and
// BF16 (bfloat16: the upper half of a float, 8 bits of exponent, 7 of fraction).
//
// Narrowing rounds to the nearest, a half to the even one; what is too large becomes infinity.
// NaN stays NaN of the same sign, made quiet, with the upper bits of its payload. All instruction
// sets give the same bits.
#pragma once

/// to[i] = x[i] in FP16.
void kernel_narrow_half(const float *x, unsigned short *to, long count);
/// to[i] = x[i] from FP16, exactly.
void kernel_widen_half(const unsigned short *x, float *to, long count);
/// to[i] = x[i] in BF16.
void kernel_narrow_bfloat(const float *x, unsigned short *to, long count);
/// to[i] = x[i] from BF16, exactly.
void kernel_widen_bfloat(const unsigned short *x, float *to, long count);
