/// A tensor of which each number keeps its sign alone, one bit, and each output one scale.
///
///     element ≈ α · sign(element)        α = mean of |element| over the output's inputs
///
/// That α is the one of the least squared error. Zero counts as positive.
///
/// Source: Rastegari et al., "XNOR-Net", 2016, arXiv:1603.05279, section 3.1.
public struct BinaryTensor: QuantizedStorage, Equatable {
  /// The shape of the tensor that it stands for.
  public let shape: [Int]
  /// The signs, output by output, eight in a byte, the first in the lowest bit; 1 is negative.
  /// Each output begins with a byte of its own.
  public let packedSigns: [UInt8]
  /// The scale of each output.
  public let scales: [Float]

  private let blocks: QuantizationBlocks

  private var packing: BitPacking { BitPacking(.bit, rowLength: blocks.inputs) }

  /// Takes the signs of a tensor.
  ///
  /// - Parameters:
  ///   - tensor: finite numbers, at least one.
  ///   - outputAxis: nil for that of this library's layers: 1 of two axes, else 0.
  /// - Throws: `QuantizationError`.
  public init(_ tensor: Tensor, outputAxis: Int? = nil) throws(QuantizationError) {
    blocks = try QuantizationBlocks(
      shape: tensor.shape, granularity: .channel, outputAxis: outputAxis)
    try tensor.requireFiniteValues()
    shape = tensor.shape
    let values = blocks.outputMajor(tensor.elements)
    scales = blocks.places.map { place in
      let sum = values[place].reduce(0) { $0 + Double(abs($1)) }
      return Float(sum / Double(place.count))
    }
    packedSigns = BitPacking(.bit, rowLength: blocks.inputs).pack(values.map { $0 < 0 ? 1 : 0 })
  }

  /// Reads a tensor from its stored parts.
  ///
  /// - Throws: `QuantizationError`, for parts of another length and for scales that are none.
  public init(
    shape: [Int], outputAxis: Int? = nil, packedSigns: [UInt8], scales: [Float]
  ) throws(QuantizationError) {
    blocks = try QuantizationBlocks(
      shape: shape, granularity: .channel, outputAxis: outputAxis)
    let bytes = blocks.outputs * BitPacking(.bit, rowLength: blocks.inputs).rowByteCount
    for (part, expected, found) in [
      ("packed signs", bytes, packedSigns.count), ("scales", 4 * blocks.outputs, 4 * scales.count),
    ] where expected != found {
      throw .wrongByteCount(part: part, expected: expected, found: found)
    }
    // An output of zeros has a scale of 0.
    for scale in scales where !(scale >= 0 && scale.isFinite) { throw .unusableScale(scale) }
    self.shape = shape
    self.packedSigns = packedSigns
    self.scales = scales
  }

  /// α or -α for each number, in the tensor's own order.
  public func dequantized() -> Tensor {
    let signs = packing.unpack(packedSigns)
    let values = signs.enumerated().map { index, sign in
      let scale = scales[index / blocks.inputs]
      return sign == 1 ? -scale : scale
    }
    return Tensor(blocks.ownOrder(values), shape: shape)
  }

  /// A bit for each number, and 4 bytes for each output.
  public var byteCount: Int { packedSigns.count + 4 * scales.count }
}

/// Signs and one scale for each output: `BinaryTensor`.
public struct BinaryQuantizer: Quantizer, Hashable {
  /// Creates a quantizer; there is nothing to set.
  public init() {}

  /// Takes the signs of a tensor.
  public func quantize(
    _ weight: Tensor, outputAxis: Int?
  ) throws(QuantizationError) -> BinaryTensor {
    try BinaryTensor(weight, outputAxis: outputAxis)
  }
}
