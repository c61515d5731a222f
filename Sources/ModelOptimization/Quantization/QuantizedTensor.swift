/// A tensor that is stored as integers of a few bits, with the scales that bring them back.
///
///     element ≈ scale · (integer - zero point)
///
/// The integers lie output by output, each with its inputs in a row (see `Granularity`), packed to
/// their bits: INT4 takes half a byte, INT2 a quarter. The first integer takes the lowest bits of
/// the first byte, and each output begins with a byte of its own, except per tensor, where all
/// outputs lie in one row.
public struct QuantizedTensor: Equatable, Sendable {
  /// The scales and zero points.
  public let grid: QuantizationGrid
  /// The integers, packed.
  public let packedIntegers: [UInt8]

  /// Quantizes a tensor, each block of numbers to its own range.
  ///
  /// - Parameters:
  ///   - tensor: finite numbers, at least one.
  ///   - format: the integers to store.
  ///   - scheme: symmetric takes a format of at least 2 bits.
  ///   - granularity: which numbers share a scale.
  ///   - outputAxis: nil for that of this library's layers: 1 of two axes, else 0.
  ///   - scaleFormat: nil for FP16 by groups and FP32 otherwise.
  /// - Throws: `QuantizationError`.
  public init(
    _ tensor: Tensor, format: IntegerFormat, scheme: QuantizationScheme = .symmetric,
    granularity: Granularity = .channel, outputAxis: Int? = nil,
    scaleFormat: StorageFormat? = nil
  ) throws(QuantizationError) {
    let grid = try QuantizationGrid(
      covering: tensor, format: format, scheme: scheme, granularity: granularity,
      outputAxis: outputAxis, scaleFormat: scaleFormat)
    try self.init(tensor, on: grid)
  }

  /// Quantizes a tensor with parameters that were found before.
  ///
  /// - Parameters:
  ///   - tensor: finite numbers, of the grid's shape.
  ///   - grid: numbers outside its range become the integers at its ends.
  /// - Throws: `QuantizationError.noValues`, `notFinite`.
  public init(_ tensor: Tensor, on grid: QuantizationGrid) throws(QuantizationError) {
    require(
      tensor.shape == grid.shape,
      "A grid for a tensor of shape \(grid.shape) does not fit one of \(tensor.shape).")
    try tensor.requireFiniteValues()
    self.grid = grid
    packedIntegers = grid.packing.pack(grid.integers(of: tensor))
  }

  /// Reads a tensor from its stored parts.
  ///
  /// - Parameters:
  ///   - shape: of the tensor that it stands for.
  ///   - format: the stored integers.
  ///   - scheme: whether there are zero points.
  ///   - granularity: which numbers share a scale.
  ///   - outputAxis: nil for that of this library's layers: 1 of two axes, else 0.
  ///   - scaleFormat: nil for FP16 by groups and FP32 otherwise.
  ///   - packedIntegers: as `packedIntegers` gave them.
  ///   - scaleBytes: as `scaleBytes` gave them.
  ///   - zeroPointBytes: as `zeroPointBytes` gave them.
  /// - Throws: `QuantizationError`, for parts of another length and for scales that are none.
  public init(
    shape: [Int], format: IntegerFormat, scheme: QuantizationScheme = .symmetric,
    granularity: Granularity = .channel, outputAxis: Int? = nil,
    scaleFormat: StorageFormat? = nil, packedIntegers: [UInt8], scaleBytes: [UInt8],
    zeroPointBytes: [UInt8] = []
  ) throws(QuantizationError) {
    let blocks = try QuantizationBlocks(
      shape: shape, granularity: granularity, outputAxis: outputAxis)
    let scaleFormat = scaleFormat ?? QuantizationGrid.usualScaleFormat(of: granularity)
    let packing = blocks.packing(format)
    let zeroPointPacking = BitPacking(
      format, rowLength: scheme == .affine ? blocks.scaleCount : 0)
    for (part, expected, found) in [
      ("packed integers", blocks.rows * packing.rowByteCount, packedIntegers.count),
      ("scales", blocks.scaleCount * scaleFormat.byteCount, scaleBytes.count),
      ("zero points", zeroPointPacking.rowByteCount, zeroPointBytes.count),
    ] where expected != found {
      throw .wrongByteCount(part: part, expected: expected, found: found)
    }
    grid = try QuantizationGrid(
      scales: scaleFormat.floats(in: scaleBytes[...]),
      zeroPoints: zeroPointPacking.unpack(zeroPointBytes).map { Int($0) }, shape: shape,
      format: format, scheme: scheme, granularity: granularity, outputAxis: outputAxis,
      scaleFormat: scaleFormat)
    self.packedIntegers = packedIntegers
  }

  /// The shape of the tensor that it stands for.
  public var shape: [Int] { grid.shape }

  /// The integers, output by output: `[outputs, inputs]`, row-major.
  public var integers: [Int32] { grid.packing.unpack(packedIntegers) }

  /// The numbers that the integers stand for, in the tensor's own order.
  public func dequantized() -> Tensor { grid.numbers(of: integers) }

  /// The scales as they are stored, the lowest byte of each first.
  public var scaleBytes: [UInt8] {
    var bytes: [UInt8] = []
    grid.scaleFormat.append(Tensor(grid.scales, shape: [grid.scales.count]), to: &bytes)
    return bytes
  }

  /// The zero points as they are stored, packed like the integers; none where the scheme is
  /// symmetric.
  public var zeroPointBytes: [UInt8] {
    BitPacking(grid.format, rowLength: grid.zeroPoints.count)
      .pack(grid.zeroPoints.map { Int32($0) })
  }

  /// The bytes of all that is stored: integers, scales and zero points.
  public var byteCount: Int { packedIntegers.count + scaleBytes.count + zeroPointBytes.count }
}

extension QuantizationGrid {
  /// How the integers are packed.
  fileprivate var packing: BitPacking { blocks.packing(format) }
}

extension QuantizationBlocks {
  /// The rows that integers are packed in.
  fileprivate var rows: Int { isWhole ? 1 : outputs }

  fileprivate func packing(_ format: IntegerFormat) -> BitPacking {
    BitPacking(format, rowLength: isWhole ? inputs * outputs : inputs)
  }
}
