/// Where the integers of a whole tensor lie on the real numbers: the parameters of each block of
/// numbers that share a scale.
///
/// The scales are those that are stored: groups keep theirs in FP16, so that INT4 by groups of 32
/// takes 4.5 bits a weight, and everything else in FP32. Rounding with what is stored keeps every
/// number within half a step of where it was.
public struct QuantizationGrid: Equatable, Sendable {
  /// The shape of the tensor.
  public let shape: [Int]
  /// The integers that there are.
  public let format: IntegerFormat
  /// Whether there are zero points.
  public let scheme: QuantizationScheme
  /// Which numbers share a scale.
  public let granularity: Granularity
  /// The axis of the outputs.
  public let outputAxis: Int
  /// How scales are stored.
  public let scaleFormat: StorageFormat
  /// The scales, for each output those of its groups; a single one per tensor.
  public let scales: [Float]
  /// The zero points, as many as scales; empty where the scheme is symmetric.
  public let zeroPoints: [Int]

  /// How the numbers are cut into those that share a scale.
  package let blocks: QuantizationBlocks

  /// Finds the parameters of a tensor, those of each block from the least and the largest of its
  /// numbers.
  ///
  /// - Parameters:
  ///   - tensor: finite numbers, at least one.
  ///   - format: the integers that there are.
  ///   - scheme: symmetric takes a format of at least 2 bits.
  ///   - granularity: which numbers share a scale.
  ///   - outputAxis: nil for that of this library's layers: 1 of two axes, else 0.
  ///   - scaleFormat: nil for FP16 by groups and FP32 otherwise.
  /// - Throws: `QuantizationError`.
  public init(
    covering tensor: Tensor, format: IntegerFormat, scheme: QuantizationScheme = .symmetric,
    granularity: Granularity = .channel, outputAxis: Int? = nil,
    scaleFormat: StorageFormat? = nil
  ) throws(QuantizationError) {
    let blocks = try QuantizationBlocks(
      shape: tensor.shape, granularity: granularity, outputAxis: outputAxis)
    try tensor.requireFiniteValues()
    let parameters = try blocks.ranges(of: tensor).map { range throws(QuantizationError) in
      try QuantizationParameters(range: range, scheme: scheme, format: format)
    }
    try self.init(
      parameters, shape: tensor.shape, format: format, scheme: scheme, granularity: granularity,
      outputAxis: outputAxis, scaleFormat: scaleFormat)
  }

  /// Finds the parameters of a tensor, those of each block by a rule: how a range that leaves
  /// something out is brought in.
  ///
  /// - Parameters:
  ///   - tensor: finite numbers, at least one.
  ///   - format: the integers that there are; those of `rule` must be the same.
  ///   - scheme: symmetric keeps no zero points, and does not look at those of `rule`.
  ///   - granularity: which numbers share a scale.
  ///   - outputAxis: nil for that of this library's layers: 1 of two axes, else 0.
  ///   - scaleFormat: nil for FP16 by groups and FP32 otherwise.
  ///   - rule: finds the parameters of a block from its numbers.
  /// - Throws: `QuantizationError`.
  public init(
    of tensor: Tensor, format: IntegerFormat, scheme: QuantizationScheme = .symmetric,
    granularity: Granularity = .channel, outputAxis: Int? = nil,
    scaleFormat: StorageFormat? = nil,
    choosing rule: (ArraySlice<Float>) throws(QuantizationError) -> QuantizationParameters
  ) throws(QuantizationError) {
    let blocks = try QuantizationBlocks(
      shape: tensor.shape, granularity: granularity, outputAxis: outputAxis)
    try tensor.requireFiniteValues()
    let values = blocks.outputMajor(tensor.elements)
    let parameters = try blocks.places.map { place throws(QuantizationError) in
      try rule(values[place])
    }
    try self.init(
      parameters, shape: tensor.shape, format: format, scheme: scheme, granularity: granularity,
      outputAxis: outputAxis, scaleFormat: scaleFormat)
  }

  /// Creates a grid from the parameters of its blocks, whose scales are rounded to their format.
  ///
  /// - Parameters:
  ///   - parameters: for each output those of its groups; a single one per tensor.
  ///   - shape: of the tensor.
  ///   - format: the integers that there are; those of `parameters` must be the same.
  ///   - scheme: symmetric keeps no zero points, and does not look at those of `parameters`.
  ///   - granularity: which numbers share a scale.
  ///   - outputAxis: nil for that of this library's layers: 1 of two axes, else 0.
  ///   - scaleFormat: nil for FP16 by groups and FP32 otherwise.
  /// - Throws: `QuantizationError`.
  public init(
    _ parameters: [QuantizationParameters], shape: [Int], format: IntegerFormat,
    scheme: QuantizationScheme = .symmetric, granularity: Granularity = .channel,
    outputAxis: Int? = nil, scaleFormat: StorageFormat? = nil
  ) throws(QuantizationError) {
    let scaleFormat = scaleFormat ?? Self.usualScaleFormat(of: granularity)
    for block in parameters where block.format != format {
      require(false, "The blocks of a tensor of \(format) are not of \(block.format).")
    }
    try self.init(
      scales: parameters.map { block throws(QuantizationError) in
        try scaleFormat.stored(scale: block.scale, largestInteger: format.highest)
      },
      zeroPoints: scheme == .symmetric ? [] : parameters.map(\.zeroPoint), shape: shape,
      format: format, scheme: scheme, granularity: granularity, outputAxis: outputAxis,
      scaleFormat: scaleFormat)
  }

  /// Creates a grid from scales and zero points as they are stored.
  ///
  /// - Throws: `QuantizationError`, for numbers that are no scales, zero points outside the format
  ///   and numbers of them that are not those of the blocks.
  init(
    scales: [Float], zeroPoints: [Int], shape: [Int], format: IntegerFormat,
    scheme: QuantizationScheme, granularity: Granularity, outputAxis: Int?,
    scaleFormat: StorageFormat
  ) throws(QuantizationError) {
    blocks = try QuantizationBlocks(
      shape: shape, granularity: granularity, outputAxis: outputAxis)
    if scheme == .symmetric, format.bits < 2 { throw .tooFewBitsForSymmetry(format) }
    require(
      scales.count == blocks.scaleCount
        && zeroPoints.count == (scheme == .affine ? blocks.scaleCount : 0),
      "A tensor of shape \(shape) has \(blocks.scaleCount) blocks \(granularity); it was given "
        + "\(scales.count) scales and \(zeroPoints.count) zero points.")
    for scale in scales where !(scale > 0 && (1 / scale).isFinite && scale.isFinite) {
      throw .unusableScale(scale)
    }
    for zeroPoint in zeroPoints where !format.range.contains(zeroPoint) {
      throw .zeroPointOutOfRange(zeroPoint, format)
    }
    self.shape = shape
    self.format = format
    self.scheme = scheme
    self.granularity = granularity
    self.outputAxis = outputAxis ?? (shape.count == 2 ? 1 : 0)
    self.scaleFormat = scaleFormat
    self.scales = scales
    self.zeroPoints = zeroPoints
  }

  /// How scales are stored where nothing is said: FP16 by groups, else FP32.
  public static func usualScaleFormat(of granularity: Granularity) -> StorageFormat {
    if case .group = granularity { return .fp16 }
    return .fp32
  }

  /// The integer that stands for 0 in a block, by the place of its scale.
  public func zeroPoint(at place: Int) -> Int {
    scheme == .symmetric ? format.middle : zeroPoints[place]
  }

  /// The integers of a tensor of this shape, output by output: `[outputs, inputs]`, row-major.
  package func integers(of tensor: Tensor) -> [Int32] {
    let values = blocks.outputMajor(tensor.elements)
    var integers = [Int32](repeating: 0, count: values.count)
    for (place, block) in blocks.places.enumerated() {
      let inverse = 1 / scales[place]
      let zeroPoint = Int32(zeroPoint(at: place))
      let (low, high) = steps(at: place)
      for index in block {
        let steps = (values[index] * inverse).rounded(.toNearestOrEven)
        integers[index] = Int32(max(low, min(high, steps))) + zeroPoint
      }
    }
    return integers
  }

  /// The numbers that integers stand for, in the tensor's own order.
  package func numbers(of integers: [Int32]) -> Tensor {
    var values = [Float](repeating: 0, count: integers.count)
    for (place, block) in blocks.places.enumerated() {
      let scale = scales[place]
      let zeroPoint = Int32(zeroPoint(at: place))
      for index in block { values[index] = Float(integers[index] - zeroPoint) * scale }
    }
    return Tensor(blocks.ownOrder(values), shape: shape)
  }

  /// How many steps a block reaches below and above zero.
  func steps(at place: Int) -> (low: Float, high: Float) {
    let zeroPoint = zeroPoint(at: place)
    return (Float(format.lowest - zeroPoint), Float(format.highest - zeroPoint))
  }
}

extension StorageFormat {
  /// A scale as it is stored: never zero, and not so much smaller that the largest number of its
  /// range would be cut off by more than half a step.
  fileprivate func stored(
    scale: Float, largestInteger: Int
  ) throws(QuantizationError) -> Float {
    guard let half else { return scale }
    var bits: UInt16 = 0
    var stored: Float = 0
    half.narrow([scale], into: &bits, count: 1)
    half.widen([bits], into: &stored, count: 1)
    if Float(largestInteger) * (scale - stored) > stored / 2 {
      bits += 1
      half.widen([bits], into: &stored, count: 1)
    }
    guard stored.isFinite else { throw .unusableScale(scale) }
    return stored
  }
}
