// Products of float matrices.
//
// The letters, as everywhere in the field: a is the left matrix, [m, k]; b the right one, [k, n];
// c the product, [m, n]. "inner" is the index that is summed over.
#pragma once

/// The right matrix is cut into panels of this many columns. The last one may be narrower.
enum { kernel_matmul_panel = 16 };

/// What happens to a sum before it is stored; the value is part of no file.
enum kernel_matmul_activation {
  kernel_matmul_identity = 0,
  /// Negative sums become 0; a NaN stays one.
  kernel_matmul_relu = 1,
};

/// One product: where its matrices are and what is made of the sums.
///
///     c[row, column] = activation(start + Σ over inner of a[row, inner] * b[inner, column]
///                                 + bias[column])
///
/// start is 0, or what stands in c when accumulate is not 0. Each element is one chain of fused
/// multiply-adds (a multiplication and an addition in the portable family) over inner, ascending
/// from start; so it does not depend on which rows and columns are computed with it.
struct kernel_matmul_product {
  long k;
  /// a[row, inner] is a[row * a_row_stride + inner * a_inner_stride].
  const float *a;
  long a_row_stride, a_inner_stride;
  /// b[inner, column] is b[column / 16 * b_panel_stride + inner * b_inner_stride + column % 16].
  /// A packed matrix has b_panel_stride 16 * k and b_inner_stride 16; a row-major one in place
  /// has b_panel_stride 16, and the length of its rows as b_inner_stride.
  const float *b;
  long b_panel_stride, b_inner_stride;
  /// c[row, column] is c[row * c_row_stride + column].
  float *c;
  long c_row_stride;
  int accumulate;
  /// One number for each column, or null.
  const float *bias;
  /// One of kernel_matmul_activation.
  int activation;
};

/// The elements of a product in the given rows and columns, on the calling thread.
///
/// first_column is a multiple of kernel_matmul_panel. Nothing is allocated; up to 112 KiB of the
/// stack are used. The elements computed overlap neither a, b nor bias.
void kernel_matmul_float(const struct kernel_matmul_product *product, long first_row, long rows,
                         long first_column, long columns);

/// Writes columns of a right matrix as panels: 16 columns side by side for each inner index,
/// the last panel filled up with zeros.
///
/// b[inner, column] is b[inner * inner_stride + column * column_stride]. first_column is a
/// multiple of kernel_matmul_panel; panel number p is written at packed + p * panel_stride,
/// where panel_stride is at least 16 * k.
void kernel_matmul_pack_float(const float *b, long inner_stride, long column_stride, long k,
                              long first_column, long columns, float *packed, long panel_stride);
