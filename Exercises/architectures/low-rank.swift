import ModelOptimization

/// The largest rank at which two factors have fewer weights than the matrix; 0 where none has.
func largestUsefulRank(rows: Int, columns: Int) -> Int {
  // TODO: compare the weights of both factors with those of the matrix.
  return 0
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
  let a = Tensor(zeros: [matrix.rows, rank])
  let b = Tensor(zeros: [rank, matrix.columns])
  // TODO: column `term` of a is left[term], row `term` of b is right[term], both stretched.
  return (a, b)
}

/// Two dense layers in the place of one; together they give x · a · b + bias.
func thinPair(of layer: Dense, rank: Int) -> [Dense] {
  // TODO: take the layer's weight apart. Where does the bias go?
  return [layer]
}
