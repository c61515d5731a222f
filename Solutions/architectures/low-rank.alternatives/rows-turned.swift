import ModelOptimization

// The ranks are tried one after the other; the factors are built as rows and turned.
func largestUsefulRank(rows: Int, columns: Int) -> Int {
  var rank = 0
  while (rank + 1) * (rows + columns) < rows * columns { rank += 1 }
  return rank
}

func factors(
  of matrix: SingularValueDecomposition, rank: Int
) -> (a: Tensor, b: Tensor) {
  func stretched(_ directions: [[Double]]) -> Tensor {
    Tensor(
      zip(directions, matrix.values).prefix(rank).map { direction, value in
        direction.map { Float($0 * value.squareRoot()) }
      })
  }
  return (stretched(matrix.left).transposed(), stretched(matrix.right))
}

func thinPair(of layer: Dense, rank: Int) -> [Dense] {
  let pair = factors(of: SingularValueDecomposition(layer.weight), rank: rank)
  let nothing = Tensor([Float](repeating: 0, count: rank), shape: [rank])
  return [Dense(weight: pair.a, bias: nothing), Dense(weight: pair.b, bias: layer.bias)]
}
