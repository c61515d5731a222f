import ModelOptimization
import Testing

@Suite struct `A loop over elements` {
  static let counts = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 100, 70_001]

  private func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(generator.next() >> 40) * 0x1p-22 - 2 }
  }

  /// Runs a kernel on one thread and on two, which must agree, and one element of the memory
  /// beyond the output, which must stay.
  private func run(
    _ count: Int, from start: Float = 9, _ body: (UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    var y = [Float](repeating: start, count: count + 1)
    body(&y)
    #expect(y[count] == start)
    var shared = [Float](repeating: start, count: count + 1)
    withThreads(2) { body(&shared) }
    #expect(shared.map(\.bitPattern) == y.map(\.bitPattern))
    return Array(y.dropLast())
  }

  @Test(arguments: counts)
  func `adds, subtracts and multiplies`(count: Int) {
    let (a, b) = (numbers(count, seed: 1), numbers(count, seed: 2))
    #expect(run(count) { Elementwise.add(a, b, into: $0, count: count) } == zip(a, b).map(+))
    #expect(
      run(count) { Elementwise.add(a, b, into: $0, count: count, relu: true) }
        == zip(a, b).map { max($0 + $1, 0) })
    #expect(run(count) { Elementwise.subtract(a, b, into: $0, count: count) } == zip(a, b).map(-))
    #expect(run(count) { Elementwise.multiply(a, b, into: $0, count: count) } == zip(a, b).map(*))
  }

  @Test(arguments: counts)
  func `scales and adds within one rounding`(count: Int) {
    let a = numbers(count, seed: 3)
    let sum = run(count, from: 0.5) { Elementwise.addScaled(a, by: 0.3, to: $0, count: count) }
    #expect(close(sum, a.map { 0.5 + 0.3 * $0 }))
    let line = run(count) {
      Elementwise.scaleShift(a, scale: -1.7, shift: 0.25, into: $0, count: count)
    }
    #expect(close(line, a.map { -1.7 * $0 + 0.25 }))
  }

  @Test(arguments: [[0, 3], [3, 0], [1, 1], [5, 1], [4, 7], [3, 8], [9, 10], [700, 101]])
  func `scales and shifts each channel`(shape: [Int]) {
    let (rows, channels) = (shape[0], shape[1])
    let x = numbers(rows * channels, seed: 4)
    let (scale, shift) = (numbers(channels, seed: 5), numbers(channels, seed: 6))
    for relu in [false, true] {
      let y = run(x.count) {
        Elementwise.scaleShiftChannels(
          x, scale: scale, shift: shift, into: $0, rows: rows, channels: channels, relu: relu)
      }
      let expected = x.indices.map { index in
        let value = x[index] * scale[index % channels] + shift[index % channels]
        return relu ? max(value, 0) : value
      }
      #expect(close(y, expected))
    }
  }

  @Test(arguments: counts)
  func `rectifies forward and backward`(count: Int) {
    var x = numbers(count, seed: 7)
    if count > 2 { (x[0], x[count - 1]) = (0, -0.0) }
    let dy = numbers(count, seed: 8)
    #expect(run(count) { Elementwise.relu(x, into: $0, count: count) } == x.map { max($0, 0) })
    #expect(
      run(count) { Elementwise.reluGradient(x, dy, into: $0, count: count) }
        == zip(x, dy).map { $0 > 0 ? $1 : 0 })
    #expect(
      run(count) { Elementwise.leakyReLU(x, slope: 0.125, into: $0, count: count) }
        == x.map { $0 > 0 ? $0 : 0.125 * $0 })
    #expect(
      run(count) { Elementwise.leakyReLUGradient(x, dy, slope: 0.125, into: $0, count: count) }
        == zip(x, dy).map { $0 > 0 ? $1 : 0.125 * $1 })
  }

  @Test func `keeps NaN in a rectifier`() {
    for count in [1, 8, 11] {
      let x = [Float](repeating: .nan, count: count)
      let plain = run(count) { Elementwise.relu(x, into: $0, count: count) }
      let leaky = run(count) { Elementwise.leakyReLU(x, slope: 0.1, into: $0, count: count) }
      #expect(plain.filter { $0.isNaN }.count == count)
      #expect(leaky.filter { $0.isNaN }.count == count)
    }
  }

  @Test(arguments: counts)
  func `takes the slopes of sigmoid, tanh and GELU`(count: Int) {
    let (x, dy) = (numbers(count, seed: 9), numbers(count, seed: 10))
    #expect(
      close(
        run(count) { Elementwise.sigmoidGradient(x, dy, into: $0, count: count) },
        zip(x, dy).map { $1 * $0 * (1 - $0) }))
    #expect(
      close(
        run(count) { Elementwise.tanhGradient(x, dy, into: $0, count: count) },
        zip(x, dy).map { $1 * (1 - $0 * $0) }))
    #expect(
      close(
        run(count) { Elementwise.geluGradient(x, dy, into: $0, count: count) },
        zip(x, dy).map { $1 * Float(ElementwiseReference.geluSlope(Double($0))) }))
  }

  @Test(arguments: counts)
  func `finds the one number that is not finite`(count: Int) {
    var x = numbers(count, seed: 11)
    if count > 1 { (x[0], x[1]) = (.greatestFiniteMagnitude, -.greatestFiniteMagnitude) }
    #expect(Elementwise.allFinite(x, count: count))
    for index in x.indices where index < 40 || index > count - 40 {
      for odd in [Float.nan, .infinity, -.infinity] {
        let kept = x[index]
        x[index] = odd
        #expect(!Elementwise.allFinite(x, count: count))
        x[index] = kept
      }
    }
  }

  private func close(_ actual: [Float], _ expected: [Float]) -> Bool {
    // Two roundings more or less of numbers of a size of up to 10.
    actual.count == expected.count && zip(actual, expected).allSatisfy { abs($0 - $1) <= 2e-6 }
  }
}

@Suite struct `A fused step of an optimizer` {
  @Test(arguments: [0, 1, 7, 8, 9, 100, 70_001])
  func `moves the parameters as Adam's formula says`(count: Int) {
    var generator = SplitMix64(seed: 12)
    func number() -> Float { Float(generator.next() >> 40) * 0x1p-23 - 1 }
    var value = (0..<count).map { _ in number() }
    var mean = (0..<count).map { _ in number() }
    var square = (0..<count).map { _ in abs(number()) }
    let gradient = (0..<count).map { _ in number() * 100 }
    let exact = value.indices.map { index in
      var (v, m, s) = (Double(value[index]), Double(mean[index]), Double(square[index]))
      ElementwiseReference.adamStep(
        value: &v, mean: &m, square: &s, gradient: Double(gradient[index]), beta1: 0.9,
        beta2: 0.999, step: 0.01,
        squareScale: 2, epsilon: 1e-3, keep: 0.99, penalty: 0.01, gradientScale: 0.01)
      return (v, m, s)
    }
    withThreads(2) {
      Elementwise.adamStep(
        &value, means: &mean, squares: &square, gradients: gradient, count: count,
        beta1: 0.9, beta2: 0.999, step: 0.01, squareScale: 2, epsilon: 1e-3, keep: 0.99,
        penalty: 0.01, gradientScale: 0.01)
    }
    let worst = exact.indices.reduce(0.0) { worst, index in
      max(
        worst, abs(exact[index].0 - Double(value[index])),
        abs(exact[index].1 - Double(mean[index])), abs(exact[index].2 - Double(square[index])))
    }
    // Float arithmetic on numbers of up to 2; the move divides by as little as 0.04.
    #expect(worst < 3e-6)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 100, 70_001])
  func `moves the parameters as momentum's formula says`(count: Int) {
    var generator = SplitMix64(seed: 13)
    func number() -> Float { Float(generator.next() >> 40) * 0x1p-23 - 1 }
    var value = (0..<count).map { _ in number() }
    var velocity = (0..<count).map { _ in number() }
    let gradient = (0..<count).map { _ in number() * 100 }
    let exact = value.indices.map { index in
      var (v, speed) = (Double(value[index]), Double(velocity[index]))
      ElementwiseReference.sgdStep(
        value: &v, velocity: &speed, gradient: Double(gradient[index]),
        learningRate: 0.1, momentum: 0.9, penalty: 0.01, gradientScale: 0.01)
      return (v, speed)
    }
    withThreads(2) {
      Elementwise.sgdStep(
        &value, velocities: &velocity, gradients: gradient, count: count,
        learningRate: 0.1, momentum: 0.9, penalty: 0.01, gradientScale: 0.01)
    }
    let worst = exact.indices.reduce(0.0) { worst, index in
      max(
        worst, abs(exact[index].0 - Double(value[index])),
        abs(exact[index].1 - Double(velocity[index])))
    }
    #expect(worst < 1e-6)
  }
}
