import ModelOptimization
import Testing

@Suite struct `A function of one variable` {
  typealias Kernel = @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

  struct Function: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var kernel: Kernel
    var reference: @Sendable (Double) -> Double
    /// The largest error, in units in the last place of the exact result.
    var units: Double
    /// The largest error besides, relative to the larger of 1 and |x|.
    var absolute = 0.0
  }

  static let functions = [
    Function(
      testDescription: "exp", kernel: { Elementwise.exp($0, into: $1, count: $2) },
      reference: ElementwiseReference.exponential, units: 1.5),
    Function(
      testDescription: "sigmoid", kernel: { Elementwise.sigmoid($0, into: $1, count: $2) },
      reference: ElementwiseReference.sigmoid, units: 3),
    Function(
      testDescription: "tanh", kernel: { Elementwise.tanh($0, into: $1, count: $2) },
      reference: ElementwiseReference.tanh, units: 3),
    Function(
      testDescription: "GELU", kernel: { Elementwise.gelu($0, into: $1, count: $2) },
      reference: ElementwiseReference.gelu, units: 4, absolute: 1e-7),
    Function(
      testDescription: "slope of GELU",
      kernel: { x, y, count in
        let ones = [Float](repeating: 1, count: count)
        Elementwise.geluGradient(x, ones, into: y, count: count)
      },
      reference: ElementwiseReference.geluSlope, units: 4, absolute: 2e-7),
  ]

  /// Half a million floats, spread over all of them, and as many between -20 and 20.
  static let points: [Float] =
    (0..<1 << 19).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0 * 8209)) }
    + (0..<1 << 19).map { Float($0 - 1 << 18) * 0x1.4p-14 }

  @Test(arguments: functions)
  func `stays within its stated error of the exact result`(function: Function) {
    let y = apply(function.kernel, Self.points)
    var worst = (units: 0.0, x: Float(0))
    var misplaced: [Float] = []
    for (x, y) in zip(Self.points, y) {
      let exact = function.reference(Double(x))
      if exact.isNaN || y.isNaN {
        if exact.isNaN != y.isNaN { misplaced.append(x) }
        continue
      }
      let nearest = Float(exact)
      if nearest.isInfinite || y.isInfinite {
        // At the very edge of the range an error of one unit is the step to infinity.
        if y != nearest, exact.magnitude < Double(Float.greatestFiniteMagnitude) * (1 - 1e-6) {
          misplaced.append(x)
        }
        continue
      }
      let allowance = function.absolute * max(1, Double(abs(x)))
      let error = max(0, abs(Double(y) - exact) - allowance) / Double(nearest.ulp)
      if error > worst.units { worst = (error, x) }
    }
    #expect(worst.units <= function.units, "at \(worst.x)")
    #expect(misplaced.isEmpty)
  }

  @Test(arguments: functions)
  func `gives an element the same result wherever it stands`(function: Function) {
    let points =
      Array(Self.points.suffix(1 << 18).prefix(40)) + [
        .nan, 0.3, -7, 88, -0.0, Float(sign: .plus, exponent: -133, significand: 1.115),
      ]
    let together = apply(function.kernel, points)
    for index in points.indices {
      for count in 1...9 where index + count <= points.count {
        let part = apply(function.kernel, Array(points[index..<index + count]))
        #expect(part.map(\.bitPattern) == together[index..<index + count].map(\.bitPattern))
      }
    }
  }

  @Test func `has its limits at the ends of the numbers`() {
    let ends: [Float] = [.infinity, -.infinity, .nan, 1e30, -1e30, 0, -0.0]
    func check(_ kernel: Kernel, _ expected: [Float]) {
      let y = apply(kernel, ends)
      #expect(zip(y, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }, "\(y)")
    }
    check(Self.functions[0].kernel, [.infinity, 0, .nan, .infinity, 0, 1, 1])
    check(Self.functions[1].kernel, [1, 0, .nan, 1, 0, 0.5, 0.5])
    check(Self.functions[2].kernel, [1, -1, .nan, 1, -1, 0, 0])
    check(Self.functions[3].kernel, [.infinity, 0, .nan, 1e30, 0, 0, 0])
    check(Self.functions[4].kernel, [1, 0, .nan, 1, 0, 0.5, 0.5])
    #expect(apply(Self.functions[2].kernel, [-0.0]).first?.sign == .minus)
  }

  @Test func `lets exp fade into the smallest numbers and end in infinity`() {
    let x: [Float] = [-87.3, -88, -95, -100, -103, -103.9, -104, -110, 88.7, 88.72, 88.73, 89]
    let y = apply(Self.functions[0].kernel, x)
    for (x, y) in zip(x, y) {
      let exact = Float(ElementwiseReference.exponential(Double(x)))
      #expect(abs(y - exact) <= 1.5 * exact.ulp || y == exact, "\(x)")
    }
  }

  private func apply(_ kernel: Kernel, _ x: [Float]) -> [Float] {
    var y = [Float](repeating: 9, count: x.count)
    kernel(x, &y, x.count)
    return y
  }
}
