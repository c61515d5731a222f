import ModelOptimization

/// The largest rank at which two factors have fewer weights than the matrix; 0 where none has.
func largestUsefulRank(rows: Int, columns: Int) -> Int {
  (rows * columns - 1) / (rows + columns)
}

/// Two thin matrices whose product is near to the matrix that was taken apart.
///
/// - Parameters:
///   - matrix: its `left[term]` has a number for each row, its `right[term]` one for each column.
///   - rank: how many terms are kept.
/// - Returns: a of shape `[rows, rank]` and b of shape `[rank, columns]`; each takes the root of
///   the singular values.
func factors(
  of matrix: SingularValueDecomposition, rank: Int
) -> (a: Tensor, b: Tensor) {
  var a = Tensor(zeros: [matrix.rows, rank])
  var b = Tensor(zeros: [rank, matrix.columns])
  for term in 0..<rank {
    let root = matrix.values[term].squareRoot()
    for row in 0..<matrix.rows { a[row, term] = Float(matrix.left[term][row] * root) }
    for column in 0..<matrix.columns {
      b[term, column] = Float(matrix.right[term][column] * root)
    }
  }
  return (a, b)
}

/// Two dense layers in the place of one; together they give x · a · b + bias.
func thinPair(of layer: Dense, rank: Int) -> [Dense] {
  let (a, b) = factors(of: SingularValueDecomposition(layer.weight), rank: rank)
  return [
    Dense(weight: a, bias: Tensor(zeros: [rank])),
    Dense(weight: b, bias: layer.bias),
  ]
}
