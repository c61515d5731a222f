// What layers with weights compute: a product forward, and two products and the sums of columns
// backward.

/// `x · weight + bias`, then ReLU where `rectified`.
///
/// - Parameters:
///   - x: shape `[rows, inputs]`.
///   - weight: shape `[inputs, outputs]`.
///   - bias: shape `[outputs]`.
///   - rectified: whether negative sums become zero.
func product(_ x: Tensor, _ weight: Tensor, bias: Tensor, rectified: Bool) -> Tensor {
  let (rows, inputs, outputs) = (x.shape[0], weight.shape[0], weight.shape[1])
  return Tensor(shape: [rows, outputs]) { y in
    withElements(x, weight, bias) { x, weight, bias in
      multiply(
        MatmulOperand(x, rows: rows, columns: inputs),
        MatmulOperand(weight, rows: inputs, columns: outputs), into: y, bias: bias,
        activation: rectified ? .relu : .none)
    }
  }
}

/// The sum of each column of `[…, columns]`: how the loss changes with a bias.
func columnSums(_ x: Tensor) -> Tensor {
  let columns = x.shape.last ?? 1
  let rows = columns == 0 ? 0 : x.count / columns
  return Tensor(shape: [columns]) { sums in
    x.withElements { Reduction.columnSums($0, into: sums, rows: rows, columns: columns) }
  }
}
