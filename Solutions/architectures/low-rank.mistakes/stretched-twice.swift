import ModelOptimization

func largestUsefulRank(rows: Int, columns: Int) -> Int {
  (rows * columns - 1) / (rows + columns)
}

func factors(
  of matrix: SingularValueDecomposition, rank: Int
) -> (a: Tensor, b: Tensor) {
  var a = Tensor(zeros: [matrix.rows, rank])
  var b = Tensor(zeros: [rank, matrix.columns])
  for term in 0..<rank {
    let root = matrix.values[term]
    for row in 0..<matrix.rows { a[row, term] = Float(matrix.left[term][row] * root) }
    for column in 0..<matrix.columns {
      b[term, column] = Float(matrix.right[term][column] * root)
    }
  }
  return (a, b)
}

func thinPair(of layer: Dense, rank: Int) -> [Dense] {
  let (a, b) = factors(of: SingularValueDecomposition(layer.weight), rank: rank)
  return [
    Dense(weight: a, bias: Tensor(zeros: [rank])),
    Dense(weight: b, bias: layer.bias),
  ]
}
