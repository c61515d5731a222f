/// Which operands of a matrix product are transposed.
package struct TransposedOperands: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// The left one: it is stored as `[k, m]`.
  package static let left = TransposedOperands(rawValue: 1)
  /// The right one: it is stored as `[n, k]`.
  package static let right = TransposedOperands(rawValue: 2)
}

/// The matrix product of two tensors, either of them transposed where it lies.
///
///     c[row, column] = Σ over inner of a[row, inner] * b[inner, column]
///
/// The backward pass of `y = x · w` is `dw = matmul(x, dy, transposing: .left)` and
/// `dx = matmul(dy, w, transposing: .right)`.
///
/// - Parameters:
///   - a: shape `[m, k]`, or `[k, m]` when it is transposed.
///   - b: shape `[k, n]`, or `[n, k]` when it is transposed.
///   - transposing: which of them are transposed.
/// - Returns: shape `[m, n]`.
package func matmul(_ a: Tensor, _ b: Tensor, transposing: TransposedOperands) -> Tensor {
  let (m, n) = productShape(a, b, transposing)
  return Tensor(shape: [m, n]) { c in
    multiply(a, b, transposing, into: c, accumulate: false)
  }
}

/// Adds the matrix product of two tensors to a tensor, for instance to a gradient.
///
/// Every element is the sum of its products beginning with what stands in `c`.
///
/// - Parameters:
///   - a: shape `[m, k]`, or `[k, m]` when it is transposed.
///   - b: shape `[k, n]`, or `[n, k]` when it is transposed.
///   - transposing: which of them are transposed.
///   - c: shape `[m, n]`; the product is added to it.
package func matmul(
  _ a: Tensor, _ b: Tensor, transposing: TransposedOperands = [], addedTo c: inout Tensor
) {
  let (m, n) = productShape(a, b, transposing)
  require(
    c.shape == [m, n],
    "The product is of shape [\(m), \(n)] and cannot be added to a tensor of \(c.shape).")
  c.withMutableElements { c in
    multiply(a, b, transposing, into: c, accumulate: true)
  }
}

private func multiply(
  _ a: Tensor, _ b: Tensor, _ transposing: TransposedOperands,
  into c: UnsafeMutablePointer<Float>, accumulate: Bool
) {
  withElements(a, b) { aStart, bStart in
    let left = MatmulOperand(aStart, rows: a.shape[0], columns: a.shape[1])
    let right = MatmulOperand(bStart, rows: b.shape[0], columns: b.shape[1])
    multiply(
      transposing.contains(.left) ? left.transposed : left,
      transposing.contains(.right) ? right.transposed : right, into: c, accumulate: accumulate)
  }
}

/// The rows and columns of a product; stops the program when its operands do not fit.
private func productShape(
  _ a: Tensor, _ b: Tensor, _ transposing: TransposedOperands
) -> (m: Int, n: Int) {
  let (left, right) = (transposing.contains(.left), transposing.contains(.right))
  require(
    a.shape.count == 2 && b.shape.count == 2
      && a.shape[left ? 0 : 1] == b.shape[right ? 1 : 0],
    "matmul multiplies \(left ? "[k, m] transposed" : "[m, k]") by "
      + "\(right ? "[n, k] transposed" : "[k, n]"); it was given \(a.shape) and \(b.shape).")
  return (a.shape[left ? 1 : 0], b.shape[right ? 0 : 1])
}
