// Products of floats with weights of 4 or 8 bits that have a scale for each group of inputs.
#pragma once

/// Weights, packed: panels of 16 outputs, filled up with zeros, one after another.
struct grouped_weights {
  /// In a panel one group of inputs after another; of a group, words of 32 bits, 16 side by side,
  /// each with the numbers of one output for 8 inputs, or 4 where they have 8 bits.
  const unsigned char *packed;
  /// [panel][group][16].
  const float *scales;
  /// [panel][16].
  const float *bias;
  long inputs, outputs, group_size;
  /// 4 or 8.
  int bits;
};

/// Bytes of packed weights.
long kernel_grouped_packed_bytes(long inputs, long outputs, long group_size, int bits);

/// Packs integers of -8...7 or -128...127.
///
/// - integers: [outputs][inputs].
/// - packed: begins at a multiple of 64 bytes.
void kernel_grouped_pack(
    const signed char *integers, long inputs, long outputs, long group_size, int bits,
    unsigned char *packed);

/// y[row, output] = bias[output] + Σ over groups of scale[output, group] ·
///                  Σ over the group's inputs of x[row, input] · integer[output, input]
///
/// for the outputs of some panels; with `rectified` what is negative becomes 0. A row gives the same
/// alone and among others.
void kernel_grouped_multiply(
    const struct grouped_weights *weights, const float *x, long x_stride, long rows,
    long first_panel, long panels, int rectified, float *y, long y_stride);
