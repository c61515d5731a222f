import Foundation
import ModelOptimization
import Testing

/// A tensor that `Fixtures/make_quantization.py` quantized.
struct QuantizedCase: Decodable, CustomTestStringConvertible {
  var shape: [Int]
  var axis: Int
  var bits: Int
  var isSigned: Bool
  var scheme: String
  var group: Int?
  var isWhole: Bool
  var elements: [Double]
  var scales: [Double]
  var zeroPoints: [Int]
  var packed: String
  var restored: [Double]

  static let all: [QuantizedCase] =
    (try? Fixture.table("quantization.json", as: [QuantizedCase].self)) ?? []

  var testDescription: String {
    "\(isSigned ? "" : "U")INT\(bits), \(scheme), \(granularity), shape \(shape), axis \(axis)"
  }

  var granularity: Granularity { isWhole ? .tensor : group.map { .group(size: $0) } ?? .channel }
  var tensor: Tensor { Tensor(elements.map { Float($0) }, shape: shape) }
  var format: IntegerFormat { get throws { try IntegerFormat(bits: bits, isSigned: isSigned) } }

  func quantized() throws -> QuantizedTensor {
    try QuantizedTensor(
      tensor, format: format, scheme: try #require(QuantizationScheme(rawValue: scheme)),
      granularity: granularity, outputAxis: axis)
  }
}

@Suite struct `A quantized tensor` {
  @Test func `is compared with a table`() { #expect(QuantizedCase.all.count == 12) }

  @Test(arguments: QuantizedCase.all)
  func `has the integers, scales and bytes of NumPy and PyTorch`(example: QuantizedCase) throws {
    let tensor = try example.quantized()
    #expect(tensor.grid.scales == example.scales.map { Float($0) })
    #expect(tensor.grid.zeroPoints == example.zeroPoints)
    let packed = tensor.packedIntegers.map { String(format: "%02x", $0) }.joined()
    #expect(packed == example.packed)
    #expect(tensor.dequantized().shape == example.shape)
    #expect(tensor.dequantized().elements == example.restored.map { Float($0) })
  }

  @Test(arguments: QuantizedCase.all)
  func `keeps every number within half a step`(example: QuantizedCase) throws {
    let tensor = try example.quantized()
    let grid = tensor.grid
    let blocks = grid.blocks
    let (before, after) = (
      blocks.outputMajor(example.tensor.elements), blocks.outputMajor(tensor.dequantized().elements)
    )
    for (place, block) in blocks.places.enumerated() {
      // The zero point of an affine block is rounded too, which moves both of its ends by half a
      // step at most. FP16 scales and 16-bit integers round once more.
      let reach = grid.scheme == .affine ? 1.001 : 0.501
      for index in block {
        #expect(abs(before[index] - after[index]) <= Float(reach) * grid.scales[place])
        // Zero is a number of every grid.
        if before[index] == 0 { #expect(after[index] == 0) }
      }
    }
  }

  @Test(arguments: QuantizedCase.all)
  func `comes back from its bytes, and from no others`(example: QuantizedCase) throws {
    let tensor = try example.quantized()
    func read(
      dropping: Int = 0, adding: [UInt8] = [], scales: [UInt8]? = nil
    ) throws -> QuantizedTensor {
      try QuantizedTensor(
        shape: tensor.shape, format: tensor.grid.format, scheme: tensor.grid.scheme,
        granularity: tensor.grid.granularity, outputAxis: tensor.grid.outputAxis,
        packedIntegers: tensor.packedIntegers.dropLast(dropping) + adding,
        scaleBytes: scales ?? tensor.scaleBytes, zeroPointBytes: tensor.zeroPointBytes)
    }
    #expect(try read() == tensor)
    let count = tensor.packedIntegers.count
    for (dropping, adding, found) in [(1, [], count - 1), (0, [UInt8(0)], count + 1)] {
      let error = QuantizationError.wrongByteCount(
        part: "packed integers", expected: count, found: found)
      #expect(throws: error) { try read(dropping: dropping, adding: adding) }
    }
    let zero = [UInt8](repeating: 0, count: tensor.scaleBytes.count)
    #expect(throws: QuantizationError.unusableScale(0)) { try read(scales: zero) }
    let infinite =
      StorageFormat.fp16 == tensor.grid.scaleFormat ? [UInt8(0), 0x7c] : [0, 0, 128, 127]
    let scales = Array(repeatElement(infinite, count: tensor.grid.scales.count).joined())
    #expect(throws: QuantizationError.unusableScale(.infinity)) { try read(scales: scales) }
    #expect(
      throws: QuantizationError.wrongByteCount(
        part: "scales", expected: scales.count, found: scales.count + 1)
    ) { try read(scales: scales + [0]) }
  }

  @Test(arguments: [[784, 256], [64, 32, 5, 5], [32, 1, 5, 5], [65, 3], [10]])
  func `takes the bytes that are reckoned for its precision`(shape: [Int]) throws {
    let tensor = randomTensor(shape, seed: 3)
    let channels = try QuantizedTensor(tensor, format: .int8)
    let groups = try QuantizedTensor(tensor, format: .int4, granularity: .group(size: 32))
    guard shape.count > 1 else { return }
    #expect(channels.byteCount == WeightPrecision.int8.bytes(forShape: shape))
    #expect(groups.byteCount == WeightPrecision.int4.bytes(forShape: shape))
    let crumbs = try QuantizedTensor(tensor, format: .int2, granularity: .tensor)
    #expect(crumbs.byteCount == (tensor.count + 3) / 4 + 4)
  }

  @Test func `refuses what cannot be cut, rounded or read`() throws {
    let tensor = randomTensor([12, 5], seed: 1)
    func error(
      _ tensor: Tensor, bits: Int = 8, scheme: QuantizationScheme = .symmetric,
      _ granularity: Granularity = .channel, axis: Int? = nil
    ) -> QuantizationError? {
      do throws(QuantizationError) {
        _ = try QuantizedTensor(
          tensor, format: IntegerFormat(bits: bits), scheme: scheme, granularity: granularity,
          outputAxis: axis)
        return nil
      } catch {
        return error
      }
    }
    #expect(error(tensor, bits: 0) == .bitsOutOfRange(0))
    #expect(error(tensor, bits: 17) == .bitsOutOfRange(17))
    #expect(error(tensor, bits: -1) == .bitsOutOfRange(-1))
    #expect(error(tensor, bits: 1) == .tooFewBitsForSymmetry(try IntegerFormat(bits: 1)))
    #expect(error(tensor, bits: 1, scheme: .affine) == nil)
    #expect(error(tensor, .group(size: 0)) == .groupSizeOutOfRange(0))
    let uneven = QuantizationError.groupSizeDoesNotDivide(size: 5, inputs: 12)
    #expect(error(tensor, .group(size: 5, mustDivide: true)) == uneven)
    #expect(error(tensor, .group(size: 5)) == nil)
    #expect(error(tensor, .group(size: 4, mustDivide: true)) == nil)
    // An output with fewer inputs than a group is one group.
    #expect(error(tensor, .group(size: 32, mustDivide: true)) == nil)
    #expect(error(tensor, axis: 2) == .axisOutOfRange(axis: 2, shape: [12, 5]))
    #expect(error(Tensor(zeros: [0, 5])) == .noValues)
    for bad in [Float.nan, .infinity, -.infinity] {
      var broken = tensor
      broken[1, 2] = bad
      guard case .notFinite(7, let value) = error(broken) else {
        Issue.record("\(bad) was not refused")
        continue
      }
      #expect(value.bitPattern == bad.bitPattern)
    }
    for shape in [[-1, 4], [Int.max, 3], [1 << 40, 1 << 20]] {
      #expect(throws: QuantizationError.impossibleShape(shape)) {
        try QuantizedTensor(shape: shape, format: .int8, packedIntegers: [], scaleBytes: [])
      }
    }
  }

  @Test func `has no groups that are longer than every output's inputs`() throws {
    let network = `A model file`.allKinds()
    var generator = SplitMix64(seed: 1)
    let flat = Sequential([
      Dense(inputs: 12, outputs: 40, using: &generator),
      Residual([Dense(inputs: 40, outputs: 40, using: &generator)]),
    ])
    try flat.requireGroups(of: 40)
    #expect(throws: QuantizationError.groupSizeBeyondInputs(size: 41, longest: 40)) {
      try flat.requireGroups(of: 41)
    }
    try network.requireGroups(of: 9)
    #expect(throws: QuantizationError.self) { try network.requireGroups(of: 99_999_999) }
  }

  @Test func `keeps tiny and huge numbers by groups, whose scales are of 16 bits`() throws {
    for size in [Float(1e-9), 1e-7, 1e-6, 1e-4, 1, 1e5] {
      let tensor = Tensor(
        randomTensor([3, 40], seed: 2).elements.map { $0 * size }, shape: [3, 40])
      let quantized = try QuantizedTensor(
        tensor, format: .int8, granularity: .group(size: 8), outputAxis: 0)
      let grid = quantized.grid
      let steps = (grid.scales.max() ?? 0) * 0.501
      #expect(
        zip(tensor.elements, quantized.dequantized().elements).allSatisfy { abs($0 - $1) <= steps })
    }
    let huge = Tensor([1e9, -1e9], shape: [1, 2])
    #expect(throws: QuantizationError.self) {
      try QuantizedTensor(huge, format: .int8, granularity: .group(size: 2), outputAxis: 0)
    }
    #expect(try QuantizedTensor(huge, format: .int8, outputAxis: 0).integers == [127, -127])
  }

  @Test func `explains its errors in sentences`() {
    let error = QuantizationError.groupSizeDoesNotDivide(size: 32, inputs: 784)
    #expect(
      "\(error)" == "Groups of 32 do not divide the 784 inputs of an output. "
        + "Take a divisor of 784.")
    #expect("\(QuantizationError.bitsOutOfRange(17))".contains("17 bits. Take 1 to 16."))
  }
}
