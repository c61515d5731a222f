import ModelOptimization
import Testing

@Suite struct `Rescaling between integers and floats` {
  static let counts = [0, 1, 3, 4, 7, 8, 9, 16, 31, 100]
  static let ranges: [ClosedRange<Int32>] = [0...255, -128...127, -127...127, 0...127]

  @Test(arguments: counts, ranges)
  func `quantizes as the formula says`(count: Int, range: ClosedRange<Int32>) {
    let zero = (range.lowerBound + range.upperBound) / 2
    // Steps of a half, so that ties are met, and what lies far outside.
    var x = (0..<count).map { Float($0 - count / 2) * 0.25 * 3 }
    let odd: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e30, -0.0, .leastNonzeroMagnitude]
    for (index, value) in odd.enumerated() where index < count { x[count - 1 - index] = value }
    var to = [UInt8](repeating: 9, count: count)
    IntegerRescaling.quantize(
      x, inverseScale: 2 / 3, zeroPoint: zero, range: range, into: &to, count: count)
    #expect(
      to
        == x.map {
          IntegerReference.quantize($0, inverseScale: 2 / 3, zeroPoint: zero, range: range)
        })
  }

  @Test func `rounds a half to the even number`() {
    let x: [Float] = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 3.5, 4.5, 5.5]
    var to = [UInt8](repeating: 0, count: x.count)
    IntegerRescaling.quantize(
      x, inverseScale: 1, zeroPoint: 10, range: 0...255, into: &to, count: x.count)
    #expect(to == [10, 12, 12, 10, 8, 8, 14, 14, 16])
  }

  @Test(arguments: counts, ranges)
  func `brings sums back to 8 bits as the formula says`(
    columns: Int, range: ClosedRange<Int32>
  ) {
    let rows = 3
    let extremes: [Int32] = [.max, .min, .max - 1, 16_777_217, -16_777_217]
    let sums = (0..<rows * columns).map { index in
      index < extremes.count ? extremes[index] : Int32(index * 7919 % 60_000 - 30_000)
    }
    let scale = (0..<columns).map { 0.001 * Float($0 % 7 + 1) }
    let zero = range.lowerBound + 5
    var to = [UInt8](repeating: 9, count: rows * columns)
    IntegerRescaling.requantize(
      sums, scale: scale, zeroPoint: zero, range: range, into: &to, rows: rows, columns: columns)
    for index in to.indices {
      let expected = IntegerReference.requantize(
        sums[index], scale: scale[index % columns], zeroPoint: zero, range: range)
      #expect(to[index] == expected, "sum \(sums[index])")
    }
  }

  @Test(arguments: ranges)
  func `brings sums back to 8 bits without floats`(range: ClosedRange<Int32>) {
    let columns = 62
    let sums: [Int32] = (0..<columns).map { index in
      [Int32.max, .min, 0, 1, -1, 3, -3, 12345, -12345, 1 << 20][index % 10]
    }
    let multipliers = (0..<columns).map { Int32.max >> Int32($0 % 5) }
    let shifts = (0..<columns).map { UInt8($0 + 1) }
    var to = [UInt8](repeating: 9, count: columns)
    IntegerRescaling.requantize(
      sums, multipliers: multipliers, shifts: shifts, zeroPoint: 3, range: range, into: &to,
      rows: 1, columns: columns)
    for index in to.indices {
      let expected = IntegerReference.requantize(
        sums[index], multiplier: multipliers[index], shift: shifts[index], zeroPoint: 3,
        range: range)
      #expect(to[index] == expected, "sum \(sums[index]), shift \(shifts[index])")
    }
    // Halves go to the even neighbour: 1 · 1 / 2 and 3 · 1 / 2, -1 · 1 / 2 and -3 · 1 / 2.
    var halves = [UInt8](repeating: 9, count: 4)
    IntegerRescaling.requantize(
      [1, 3, -1, -3], multipliers: [1, 1, 1, 1], shifts: [1, 1, 1, 1], zeroPoint: 0,
      range: -128...127, into: &halves, rows: 1, columns: 4)
    #expect(halves.map(Int8.init(bitPattern:)) == [0, 2, 0, -2])
  }

  @Test(arguments: counts)
  func `brings sums back to floats`(columns: Int) {
    let sums = (0..<2 * columns).map { Int32($0 * 331 - 4000) }
    let scale = (0..<columns).map { 0.01 * Float($0 + 1) }
    let bias = (0..<columns).map { Float($0) - 3 }
    for relu in [false, true] {
      var to = [Float](repeating: 9, count: sums.count)
      IntegerRescaling.dequantize(
        sums, scale: scale, bias: bias, relu: relu, into: &to, rows: 2, columns: columns)
      for index in to.indices {
        let product = Float(sums[index]) * scale[index % columns]
        let y = product + bias[index % columns]
        // Where the instruction set fuses the two operations, one rounding is missing.
        let expected = relu ? max(y, 0) : y
        #expect(abs(to[index] - expected) <= 1e-6 * max(1, abs(product)))
      }
    }
  }

  @Test(arguments: counts)
  func `finds a range that holds zero`(count: Int) {
    var x = (0..<count).map { Float($0) * 1.5 + 2 }
    #expect(IntegerRescaling.range(x, count: count) == 0...(x.last ?? 0))
    x = x.map { -$0 }
    #expect(IntegerRescaling.range(x, count: count) == (x.last ?? 0)...0)
    if count > 1 {
      x[0] = .nan
      #expect(IntegerRescaling.range(x, count: count) == (x.last ?? 0)...0)
    }
  }
}
