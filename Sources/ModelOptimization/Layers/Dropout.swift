/// Switches off a random share of the elements in training, so that none relies on another.
///
///     y = x · keep / (1 - rate),  keep = 0 with the probability `rate`, else 1
///     dX = dY · keep / (1 - rate)
///
/// Dividing in training keeps the expected value, so that after training the layer does nothing
/// at all ("inverted dropout"). The input has any shape, and the output the same.
///
/// Source: Srivastava et al., "Dropout", JMLR 15, 2014.
public struct Dropout: ParameterlessLayer, Equatable {
  /// The share that is switched off, in `0..<1`.
  public let rate: Float

  /// Creates the layer; it has no parameters.
  ///
  /// - Parameter rate: the share that is switched off, in `0..<1`.
  public init(rate: Float) {
    require(
      (0..<1).contains(rate),
      "Dropout switches off a share from 0 to less than 1; it was given \(rate).")
    self.rate = rate
  }

  /// The input, unchanged.
  public func callAsFunction(_ x: Tensor) -> Tensor { x }

  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  /// Applies the layer in training mode; it takes one number from the generator.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let mask = mask(of: x.shape, seed: generator.next())
    let y = mapElements(x, mask) { Elementwise.multiply($0, $1, into: $2, count: $3) }
    return elementwisePass(output: y, keeping: mask, of: self) {
      Elementwise.multiply($0, $1, into: $2, count: $3)
    }
  }

  /// 0 or 1 / (1 - rate) for each element. Each block of elements has a seed of its own, so that
  /// threads can share the work and still give the same mask.
  private func mask(of shape: [Int], seed: UInt64) -> Tensor {
    let count = shape.reduce(1, *)
    var seeder = SplitMix64(seed: seed)
    let seeds = stride(from: 0, to: count, by: elementGrain).map { _ in seeder.next() }
    let factor = 1 / (1 - rate)
    return Tensor(shape: shape) { mask in
      parallelRanges(count, grain: elementGrain) { [rate] in
        var generator = SplitMix64(seed: seeds[$0.lowerBound / elementGrain])
        for index in $0 { mask[index] = generator.nextUnit() < rate ? 0 : factor }
      }
    }
  }
}
