/// What a matrix product does to a sum, after the bias, before it stores it.
///
/// The raw values are those of `kernel_matmul_activation` in CKernels.
package enum MatmulActivation: Int32, CaseIterable, Sendable {
  /// Nothing.
  case none = 0
  /// Negative sums become 0. A NaN stays one, and a negative zero too.
  case relu = 1
}
