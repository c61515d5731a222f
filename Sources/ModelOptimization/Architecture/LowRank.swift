/// How many terms of a layer's matrix are kept.
public enum FactorizationRank: Equatable, Sendable {
  /// That many.
  case fixed(Int)
  /// As few as hold a share of the energy (the sum of the squared singular values), above 0 and at
  /// most 1.
  case energy(Double)

  func value(
    in matrix: SingularValueDecomposition, of layer: String
  ) throws(FactorizationError) -> Int {
    switch self {
    case .energy(let share):
      guard share > 0, share <= 1 else { throw .energy(share) }
      return matrix.rank(keeping: share)
    case .fixed(let rank):
      guard (1...matrix.values.count).contains(rank) else {
        throw .rank(rank, layer: layer, rows: matrix.rows, columns: matrix.columns)
      }
      return rank
    }
  }
}

/// Two thin layers in the place of a thick one.
///
///     x · W + b ≈ (x · A) · B + b,   A = U_r · √σ_r,   B = √σ_r · V_rᵀ
///
/// A matrix of m×n has m·n numbers, its two factors r·(m + n): fewer where r < m·n / (m + n). The
/// root of the singular values goes to both sides, so that neither has larger numbers than the
/// other, which is kind to training and to quantization.
///
/// Source: Denton et al., "Exploiting Linear Structure Within Convolutional Networks for Efficient
/// Evaluation", 2014, arXiv:1404.0736.
public struct LowRankFactors<Factor: TrainableLayer>: Sendable {
  /// The layer that comes first, to r outputs.
  public let first: Factor
  /// The layer behind it, from r inputs, with the bias.
  public let second: Factor
  /// r.
  public let rank: Int
  /// ‖W - A·B‖ (Frobenius), the root of the dropped squared singular values.
  public let error: Double
  /// The same as a share of ‖W‖, from 0 to 1.
  public let relativeError: Double

  fileprivate init(
    _ matrix: SingularValueDecomposition, rank: Int,
    make: (_ a: Tensor, _ b: Tensor) -> (
      Factor, Factor
    )
  ) {
    self.rank = rank
    error = matrix.error(atRank: rank)
    relativeError = error / max(matrix.error(atRank: 0), .leastNormalMagnitude)
    let roots = matrix.values.prefix(rank).map { $0.squareRoot() }
    var a = Tensor(zeros: [matrix.rows, rank])
    var b = Tensor(zeros: [rank, matrix.columns])
    for term in 0..<rank {
      for row in 0..<matrix.rows { a[row, term] = Float(matrix.left[term][row] * roots[term]) }
      for column in 0..<matrix.columns {
        b[term, column] = Float(matrix.right[term][column] * roots[term])
      }
    }
    (first, second) = make(a, b)
  }
}

extension Dense {
  /// Two dense layers in the place of this one: inputs → r → outputs.
  ///
  /// - Parameter rank: r.
  /// - Throws: `FactorizationError`.
  public func factorized(
    _ rank: FactorizationRank
  ) throws(FactorizationError) -> LowRankFactors<Dense> {
    guard weight.isFinite else { throw .notFinite(layer: "\(self)") }
    let matrix = SingularValueDecomposition(weight)
    return LowRankFactors(matrix, rank: try rank.value(in: matrix, of: "\(self)")) { a, b in
      (Dense(weight: a, bias: Tensor(zeros: [a.shape[1]])), Dense(weight: b, bias: bias))
    }
  }
}

extension Conv2D {
  /// Two convolutions in the place of this one: the window to r channels, with the stride and the
  /// padding, and then 1×1 to the outputs.
  ///
  /// The matrix is `[inputs · height · width, outputs]`.
  ///
  /// - Parameter rank: r.
  /// - Throws: `FactorizationError`.
  public func factorized(
    _ rank: FactorizationRank
  ) throws(FactorizationError) -> LowRankFactors<Conv2D> {
    guard groups == 1 else { throw .groups(groups, layer: "\(self)") }
    guard weight.isFinite else { throw .notFinite(layer: "\(self)") }
    let window = Array(weight.shape.dropFirst())
    let matrix = SingularValueDecomposition(
      weight.reshaped(to: [outputs, weight.count / outputs]).transposed())
    return LowRankFactors(matrix, rank: try rank.value(in: matrix, of: "\(self)")) { a, b in
      let rank = a.shape[1]
      return (
        Conv2D(
          weight: a.transposed().reshaped(to: [rank] + window), bias: nil, stride: stride,
          padding: padding, layout: layout),
        Conv2D(
          weight: b.transposed().reshaped(to: [outputs, rank, 1, 1]), bias: bias, layout: layout)
      )
    }
  }
}
