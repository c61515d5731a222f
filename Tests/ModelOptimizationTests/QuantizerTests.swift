import ModelOptimization
import Testing

@Suite struct `A quantizer` {
  /// A quantizer of one's own: signs and powers of two, so that products are shifts.
  struct PowersOfTwo: Quantizer {
    struct Exponents: QuantizedStorage {
      var shape: [Int]
      /// The exponent in 7 bits, and the sign.
      var bytes: [UInt8]

      func dequantized() -> Tensor {
        let numbers = bytes.map { byte -> Float in
          let exponent = Int(byte & 127) - 64
          return Float(sign: byte < 128 ? .plus : .minus, exponent: exponent, significand: 1)
        }
        return Tensor(numbers, shape: shape)
      }

      var byteCount: Int { bytes.count }
    }

    func quantize(_ weight: Tensor, outputAxis: Int?) throws(QuantizationError) -> Exponents {
      let bytes = weight.elements.map { x -> UInt8 in
        // The nearest power of two lies beyond 1.5 times the lower one.
        let exponent = x == 0 ? -64 : Int(abs(x).exponent) + (abs(x).significand > 1.5 ? 1 : 0)
        return UInt8(min(max(exponent, -64), 63) + 64) + (x < 0 ? 128 : 0)
      }
      return Exponents(shape: weight.shape, bytes: bytes)
    }
  }

  @Test func `of one's own stores a network, and trains it`() throws {
    let network = FashionModel.mlp.untrained(seed: 1)
    let (rounded, bytes) = try network.quantizingWeights(with: PowersOfTwo())
    let biases = 4 * (256 + 128 + 10)
    #expect(bytes == network.parameterCount - biases / 4 + biases)
    for (before, after) in zip(network.parameters, rounded.parameters) where before.shape.count == 2
    {
      #expect(before != after)
      let far = zip(before.elements, after.elements).filter { abs($0 - $1) > abs($0) * 0.34 }
      #expect(far.allSatisfy { abs($0.0) < 0x1p-63 })
    }
    let twin = try QuantizationAwareModel(
      network, settings: QuantizationAwareSettings(weights: PowersOfTwo()))
    let images = randomTensor([3, 784], seed: 1)
    #expect(twin(images) == rounded(images))
  }

  @Test func `for signs keeps the mean magnitude of each output`() throws {
    // Of two outputs; the second is all zeros.
    let tensor = Tensor([0.5, 0, -1.5, 0, 1, 0], shape: [3, 2])
    let binary = try BinaryTensor(tensor)
    #expect(binary.scales == [1, 0] && binary.packedSigns == [0b010, 0])
    #expect(binary.dequantized().elements == [1, 0, -1, 0, 1, 0])
    #expect(binary.byteCount == 10)
    let again = try BinaryTensor(
      shape: [3, 2], packedSigns: binary.packedSigns, scales: binary.scales)
    #expect(again == binary)
    #expect(throws: QuantizationError.unusableScale(-1)) {
      try BinaryTensor(shape: [3, 2], packedSigns: [0, 0], scales: [-1, 0])
    }
    #expect(
      throws: QuantizationError.wrongByteCount(part: "packed signs", expected: 2, found: 1)
    ) { try BinaryTensor(shape: [3, 2], packedSigns: [0], scales: [1, 0]) }
    #expect(throws: QuantizationError.noValues) { try BinaryTensor(Tensor(zeros: [0, 2])) }
    #expect(throws: QuantizationError.self) { try BinaryTensor(Tensor([.nan], shape: [1])) }
  }

  @Test(arguments: [[64, 32, 5, 5], [100, 7]])
  func `for signs has the scales of the least squared error`(shape: [Int]) throws {
    let tensor = randomTensor(shape, seed: 6)
    let binary = try BinaryTensor(tensor)
    func error(_ factor: Float) -> Double {
      zip(tensor.elements, binary.dequantized().elements)
        .reduce(0) { $0 + Double(($1.0 - $1.1 * factor) * ($1.0 - $1.1 * factor)) }
    }
    #expect(error(1) < error(0.98) && error(1) < error(1.02))
    #expect(binary.byteCount < tensor.count / 4)
    // For every output: α · ‖w‖₁ = ‖w‖₁² / n is what the error is smaller by than with no weights.
    let squares = tensor.elements.reduce(0) { $0 + Double($1 * $1) }
    let gain =
      binary.scales.reduce(0) { $0 + Double($1 * $1) } * Double(tensor.count)
      / Double(binary.scales.count)
    #expect(abs(error(1) - (squares - gain)) < 1e-3 * squares)
  }

  @Test func `that minimizes the error has less of it, in the same bytes`() throws {
    let tensor = Tensor(
      randomTensor([64, 8], seed: 3).elements.map { $0 * $0 * $0 }, shape: [64, 8])
    for bits in [2, 3, 4] {
      var quantizer = UniformQuantizer(format: try IntegerFormat(bits: bits))
      func error() throws -> (Double, Int) {
        let stored = try quantizer.quantize(tensor, outputAxis: nil)
        let back = try quantizer.fakeQuantized(tensor, outputAxis: nil)
        #expect(back == stored.dequantized())
        let error = zip(tensor.elements, back.elements)
          .reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
        return (error, stored.byteCount)
      }
      let whole = try error()
      quantizer.minimizesError = true
      let nearest = try error()
      #expect(nearest.0 < whole.0 && nearest.1 == whole.1)
    }
  }
}
