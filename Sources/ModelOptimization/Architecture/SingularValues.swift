/// A matrix taken apart into directions and how much it stretches each of them.
///
///     A = U · diag(σ) · Vᵀ,   Uᵀ · U = Vᵀ · V = 1,   σ₁ ≥ σ₂ ≥ … ≥ 0
///
/// The first r terms make the matrix of rank r that is nearest to A, and the distance is what the
/// others hold: ‖A - A_r‖² = σ²_{r+1} + … (Eckart and Young, 1936).
///
/// Found by one-sided Jacobi rotations in double precision: pairs of columns are turned until they
/// stand at right angles to one another; their lengths are then the singular values. Slower than
/// the methods of LAPACK, and as exact.
///
/// Source: Hestenes, "Inversion of matrices by biorthogonalization and related results", 1958;
/// Golub and Van Loan, "Matrix Computations", 4th edition, section 8.6.3.
public struct SingularValueDecomposition: Sendable {
  /// The rows of the matrix.
  public let rows: Int
  /// The columns of the matrix.
  public let columns: Int
  /// The singular values, the largest first: as many as the shorter side.
  public let values: [Double]
  /// U, one array of `rows` numbers for each singular value; on the matrix's longer side zeros
  /// for a value of 0.
  public let left: [[Double]]
  /// V, one array of `columns` numbers for each singular value; as U.
  public let right: [[Double]]

  /// Takes a matrix apart.
  ///
  /// - Parameter matrix: shape `[rows, columns]`, neither of them zero; finite.
  public init(_ matrix: Tensor) {
    require(
      matrix.shape.count == 2 && matrix.count > 0,
      "A singular value decomposition takes a matrix of at least one element; it was given "
        + "\(matrix.shape).")
    (rows, columns) = (matrix.shape[0], matrix.shape[1])
    // The longer side is the length of the columns that are turned.
    let isWide = columns > rows
    let upright = isWide ? matrix.transposed() : matrix
    let (length, count) = (upright.shape[0], upright.shape[1])
    let elements = upright.storage.span
    var turned = (0..<count).map { column in
      (0..<length).map { Double(elements[$0 * count + column]) }
    }
    // Turning the short columns of the triangle R = Qᵀ · A is many times less work than turning
    // the long ones of A; Q brings the result back.
    let reflections = length > count ? triangulate(&turned) : []
    var rotations = (0..<count).map { column in
      (0..<count).map { $0 == column ? 1.0 : 0 }
    }
    orthogonalize(&turned, &rotations)

    let lengths = turned.map { dot($0, $0).squareRoot() }
    let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }
    values = order.map { lengths[$0] }
    var own = order.map { column in
      turned[column].map { lengths[column] > 0 ? $0 / lengths[column] : 0 }
    }
    if !reflections.isEmpty {
      for index in own.indices { reflect(&own[index], reflections, length) }
    }
    let other = order.map { rotations[$0] }
    (left, right) = isWide ? (other, own) : (own, other)
  }

  /// The smallest rank that keeps a share of the energy, the sum of all squared singular values.
  ///
  /// - Parameter share: above 0, at most 1.
  /// - Returns: from 1 to the number of singular values.
  public func rank(keeping share: Double) -> Int {
    let total = values.reduce(0) { $0 + $1 * $1 }
    var kept = 0.0
    for (index, value) in values.enumerated() {
      kept += value * value
      if kept >= share * total { return index + 1 }
    }
    return values.count
  }

  /// How far the nearest matrix of a rank is from this one: the Frobenius norm of the difference,
  /// the root of the sum of the dropped squares.
  public func error(atRank rank: Int) -> Double {
    values.dropFirst(rank).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}

// MARK: - Jacobi

/// Turns pairs of columns until all are at right angles, and the same pairs of `rotations`.
private func orthogonalize(_ columns: inout [[Double]], _ rotations: inout [[Double]]) {
  let count = columns.count
  // Sums of this many products cannot be told from zero below this share of the lengths.
  let tolerance = 1e-15 * Double(columns[0].count).squareRoot()
  // A handful of sweeps is usual; each squares the angles that are left.
  for _ in 0..<60 {
    var isDone = true
    for first in 0..<count {
      for second in first + 1..<max(count, first + 1) {
        let a = dot(columns[first], columns[first])
        let b = dot(columns[second], columns[second])
        let c = dot(columns[first], columns[second])
        guard abs(c) > tolerance * (a * b).squareRoot(), c != 0 else { continue }
        isDone = false
        // The tangent of the angle after which the two are at right angles, the smaller of two.
        let zeta = (b - a) / (2 * c)
        let tangent = (zeta >= 0 ? 1 : -1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        rotate(&columns, first, second, cosine, cosine * tangent)
        rotate(&rotations, first, second, cosine, cosine * tangent)
      }
    }
    if isDone { return }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  let (first, second) = (a.span, b.span)
  // Eight sums side by side, for the compiler to keep in vectors.
  var sums = SIMD8<Double>()
  let whole = first.count - first.count % 8
  for start in stride(from: 0, to: whole, by: 8) {
    for lane in 0..<8 { sums[lane] += first[start + lane] * second[start + lane] }
  }
  var sum = sums.sum()
  for index in whole..<first.count { sum += first[index] * second[index] }
  return sum
}

private func rotate(
  _ columns: inout [[Double]], _ first: Int, _ second: Int, _ cosine: Double, _ sine: Double
) {
  // Taken out of their places, so that they are changed and not copied.
  var (a, b): ([Double], [Double]) = ([], [])
  swap(&a, &columns[first])
  swap(&b, &columns[second])
  var x = a.mutableSpan
  var y = b.mutableSpan
  for index in x.indices {
    let (before, other) = (x[index], y[index])
    x[index] = cosine * before - sine * other
    y[index] = sine * before + cosine * other
  }
  swap(&a, &columns[first])
  swap(&b, &columns[second])
}

// MARK: - Householder

/// Makes long columns into those of a triangle, which are as long as there are columns.
///
/// - Returns: the mirrors that did it: unit vectors v, each for x ← x - 2 · v · (v · x).
private func triangulate(_ columns: inout [[Double]]) -> [[Double]] {
  let count = columns.count
  var mirrors: [[Double]] = []
  for index in 0..<count {
    var mirror = columns[index]
    for row in 0..<index { mirror[row] = 0 }
    let norm = dot(mirror, mirror).squareRoot()
    mirror[index] += mirror[index] < 0 ? -norm : norm
    let length = dot(mirror, mirror).squareRoot()
    if length > 0 { for row in mirror.indices { mirror[row] /= length } }
    for column in index..<count { mirrorImage(&columns[column], mirror) }
    mirrors.append(mirror)
  }
  for column in columns.indices { columns[column].removeLast(columns[column].count - count) }
  return mirrors
}

/// Brings a short column back into the space of the long ones.
private func reflect(_ column: inout [Double], _ mirrors: [[Double]], _ length: Int) {
  column += [Double](repeating: 0, count: length - column.count)
  for mirror in mirrors.reversed() { mirrorImage(&column, mirror) }
}

private func mirrorImage(_ column: inout [Double], _ mirror: [Double]) {
  let amount = 2 * dot(column, mirror)
  let vector = mirror.span
  var target = column.mutableSpan
  for index in vector.indices { target[index] -= amount * vector[index] }
}
