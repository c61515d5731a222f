/// The transform of kernels that Winograd's algorithm multiplies with.
///
///     U = G g Gᵀ,   and backward   ∂g = Gᵀ ∂U G
///
/// Row i of G takes the kernel, read as a polynomial, to its value at the i-th of the points 0, 1,
/// -1, 2, -2 and infinity, divided by the product of the point's distances to the other finite
/// ones. It is computed in double precision, so that the transform adds one rounding only.
///
/// Source: Lavin, Gray, "Fast algorithms for convolutional neural networks", CVPR 2016.
struct WinogradKernelTransform {
  /// Rows and columns of the kernel, 3 or 5.
  let size: Int
  /// G, `[6][size]`.
  private let matrix: [Double]

  init(size: Int) {
    self.size = size
    let points: [(point: Double, factor: Double)] = [
      (0, 1 / 4.0), (1, -1 / 6.0), (-1, -1 / 6.0), (2, 1 / 24.0), (-2, 1 / 24.0),
    ]
    var matrix: [Double] = []
    for (point, factor) in points {
      var power = factor
      for _ in 0..<size {
        matrix.append(power)
        power *= point
      }
    }
    matrix += [Double](repeating: 0, count: size - 1) + [1]
    self.matrix = matrix
  }

  /// Transforms 16 kernels, `[size * size]`, to their 36 points.
  func transformed(_ kernels: [SIMD16<Double>]) -> [SIMD16<Double>] {
    // G g, then (G g) Gᵀ.
    var half = [SIMD16<Double>](repeating: .zero, count: 6 * size)
    for point in 0..<6 {
      for i in 0..<size {
        let factor = matrix[point * size + i]
        for j in 0..<size { half[point * size + j] += factor * kernels[i * size + j] }
      }
    }
    var result = [SIMD16<Double>](repeating: .zero, count: 36)
    for row in 0..<6 {
      for point in 0..<6 {
        var sum = SIMD16<Double>.zero
        for j in 0..<size { sum += matrix[point * size + j] * half[row * size + j] }
        result[row * 6 + point] = sum
      }
    }
    return result
  }

  /// The gradient of 16 kernels from that of their 36 points.
  func gradient(_ points: [SIMD16<Double>]) -> [SIMD16<Double>] {
    var half = [SIMD16<Double>](repeating: .zero, count: size * 6)
    for point in 0..<6 {
      for i in 0..<size {
        let factor = matrix[point * size + i]
        for column in 0..<6 { half[i * 6 + column] += factor * points[point * 6 + column] }
      }
    }
    var result = [SIMD16<Double>](repeating: .zero, count: size * size)
    for i in 0..<size {
      for j in 0..<size {
        var sum = SIMD16<Double>.zero
        for point in 0..<6 { sum += matrix[point * size + j] * half[i * 6 + point] }
        result[i * size + j] = sum
      }
    }
    return result
  }
}
