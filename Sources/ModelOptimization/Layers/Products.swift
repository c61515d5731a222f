// The three matrix products of a layer with weights: forward, and the two of its backward pass.

/// `x · weight + bias`, then ReLU where `rectified`.
func product(_ x: Tensor, _ weight: Tensor, bias: Tensor?, rectified: Bool) -> Tensor {
  var y = matmul(x, weight)
  addBias(bias, to: &y, rectified: rectified)
  return y
}

/// `a · bᵀ`.
func product(_ a: Tensor, transposed b: Tensor) -> Tensor { matmul(a, b.transposed()) }

/// `aᵀ · b`.
func product(transposed a: Tensor, _ b: Tensor) -> Tensor { matmul(a.transposed(), b) }

/// Adds a bias to each row, then applies ReLU where `rectified`.
func addBias(_ bias: Tensor?, to y: inout Tensor, rectified: Bool) {
  let (rows, columns) = (y.rowCount, y.columnCount)
  if bias == nil && !rectified { return }
  let bias = bias ?? Tensor(zeros: [columns])
  y.withMutableElements { y in
    bias.withElements { bias in
      parallelRanges(rows, grain: max(1, elementGrain / max(1, columns))) {
        for row in $0 {
          let sums = y + row * columns
          for column in 0..<columns { sums[column] += bias[column] }
          if rectified {
            for column in 0..<columns { sums[column] = sums[column] < 0 ? 0 : sums[column] }
          }
        }
      }
    }
  }
}

/// The sum of each column of `[…, columns]`: how the loss changes with a bias.
///
/// The rows are summed in blocks of a fixed size, and the blocks in their order, so that the sum
/// neither depends on the number of threads nor loses small terms in a long chain.
func columnSums(_ x: Tensor) -> Tensor {
  let columns = x.shape.last ?? 1
  let rows = columns == 0 ? 0 : x.count / columns
  let grain = max(1, elementGrain / max(1, columns))
  let blocks = (rows + grain - 1) / grain
  let partial = Tensor(shape: [blocks, columns]) { partial in
    x.withElements { x in
      parallelRanges(rows, grain: grain) {
        let sums = partial + $0.lowerBound / grain * columns
        sums.update(repeating: 0, count: columns)
        for row in $0 {
          for column in 0..<columns { sums[column] += x[row * columns + column] }
        }
      }
    }
  }
  return Tensor(shape: [columns]) { sums in
    sums.update(repeating: 0, count: columns)
    partial.withElements { partial in
      for block in 0..<blocks {
        for column in 0..<columns { sums[column] += partial[block * columns + column] }
      }
    }
  }
}
