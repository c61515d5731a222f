// The two roofs of this processor, measured: how fast one core multiplies and adds, and how fast
// it reads. Speeds of kernels are given as a part of them.
#pragma once

/// Fused multiply-adds of floats in registers, nothing else: the peak of one core.
///
/// - rounds: how often the block of independent multiply-adds is repeated; at least 1.
/// - sum: where the results go, one float, so that no compiler drops the work.
/// Returns the floating-point operations done, two for each multiply-add.
///
/// It runs with the widest vectors of the chosen family. The portable family has no fused
/// instruction and does a multiplication and an addition instead.
double kernel_peak_float(long rounds, float *sum);

/// Reads a block of floats once, from its beginning to its end, and adds them up: what one core
/// can take from a level of the memory that the block fits in.
///
/// - values, count: the block.
/// Returns the sum, of no use but to keep the reads; the bytes read are 4 * count.
float kernel_read_bandwidth(const float *values, long count);
