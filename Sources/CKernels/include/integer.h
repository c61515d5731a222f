// Products of 8-bit integers into 32-bit sums, exact, with weights that are packed once.
#pragma once

/// How packed weights lie, and by which instructions they are multiplied.
///
/// All forms give the same sums; integer_*.c say how.
enum kernel_integer_form {
  /// Plain C.
  kernel_integer_plain = 0,
  /// ARM: products of 16 bits are added in 32.
  kernel_integer_neon = 1,
  /// AVX2: two 8-bit products are added in 16 bits, which must be proved to suffice.
  kernel_integer_pairs = 2,
  /// AVX2: 8 bits are widened to 16, two products added in 32 bits; for any weights.
  kernel_integer_words = 3,
  /// AVX-512 with VNNI: four 8-bit products are added in 32 bits; for any weights.
  kernel_integer_dot = 4,
  /// ARM with its dot product: four 8-bit products are added in 32 bits; for any weights.
  kernel_integer_neon_dot = 5,
};

/// The form for these weights on this processor.
///
/// - weights: `weights[row * row_stride + column * column_stride]`, k rows and n columns.
/// - largest_activation: no activation exceeds it; 255 for signed ones, which are shifted by 128.
///
/// AVX2 adds two products u8 · s8 in 16 bits, and what does not fit is cut off without a word:
/// 255 · 127 · 2 is 64,770, but 16 bits end at 32,767. The pairs are taken where the weights
/// prove that this cannot happen: the positive weights of every pair of neighbours in a column,
/// times the largest activation, stay within 32,767, and the negative ones within -32,768. With
/// 7-bit activations, or 7-bit weights, any weights do.
int kernel_choose_integer_form(
    const signed char *weights, long k, long n, long row_stride, long column_stride,
    int largest_activation);
/// 1 if the proof above holds, else 0.
int kernel_integer_pairs_fit(
    const signed char *weights, long k, long n, long row_stride, long column_stride,
    int largest_activation);
/// 1 if this processor can multiply in the form, and PARE_KERNELS allows it.
int kernel_integer_form_runs(int form);

/// Columns that lie together in a form: products are computed by panels of so many columns.
long kernel_integer_panel_columns(int form);
/// Bytes that packed weights of a form take.
long kernel_integer_packed_bytes(int form, long k, long n);
/// Packs weights; `packed` begins at a multiple of 64 bytes.
void kernel_pack_integer(
    int form, const signed char *weights, long k, long n, long row_stride, long column_stride,
    signed char *packed);

/// c[row, column] = start[column] + Σ over inner of a[row, inner] · weights[inner, column], for
/// the columns of `panels` panels from `first_panel` on.
///
/// - a: `rows` rows of k bytes, `a_stride` bytes apart; signed numbers if `a_is_signed`.
/// - start: a number for each of the n columns, such as a bias; null for zeros.
/// - c: where the product of all columns begins, its rows `c_stride` numbers apart.
///
/// Sums wrap around at 32 bits, which k below 65,794 cannot reach from a start of zero.
void kernel_matmul_integer(
    int form, const unsigned char *a, long a_stride, int a_is_signed, const signed char *packed,
    const int *start, int *c, long c_stride, long rows, long k, long n, long first_panel,
    long panels);

/// Sums back to 8 bits: to[row, column] = round(scale[column] · sum) + zero_point, within
/// low...high. A half is rounded to even. For ReLU, `low` is the zero point.
void kernel_requantize_integer(
    const int *sums, long sums_stride, const float *scale, int zero_point, int low, int high,
    unsigned char *to, long to_stride, long rows, long columns);
/// The same without floating point: scale[column] is multiplier[column] / 2 to the power of
/// shift[column], with multipliers from 0 to 2³¹ - 1 and shifts from 1 to 62.
void kernel_requantize_fixed_integer(
    const int *sums, long sums_stride, const int *multiplier, const unsigned char *shift,
    int zero_point, int low, int high, unsigned char *to, long to_stride, long rows,
    long columns);
/// Sums back to floats: to[row, column] = max(scale[column] · sum + bias[column], least), where
/// `least` is -∞ for no activation and 0 for ReLU.
void kernel_dequantize_integer(
    const int *sums, long sums_stride, const float *scale, const float *bias, float least,
    float *to, long to_stride, long rows, long columns);

/// Floats to 8 bits: to[i] = round(x[i] · inverse_scale) + zero_point, within low...high. A half
/// is rounded to even; NaN gives `low`.
void kernel_quantize_float(
    const float *x, float inverse_scale, int zero_point, int low, int high, unsigned char *to,
    long count);
/// The least and the largest of x and 0, as a quantizer's range must hold 0; NaN is passed over.
void kernel_range_float(const float *x, long count, float *least, float *largest);
