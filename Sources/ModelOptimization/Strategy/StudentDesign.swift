/// A small network for the same task, by the widths of its layers.
///
/// For images: convolutions of 3×3, each with a batch norm and ReLU, and behind each a max pool of 2
/// as long as the image has pixels for it; then a dense layer. Behind the pools of 2×2 the fused
/// convolution writes a quarter of its results only, and short rows of wide channels are what vector
/// instructions like. For other inputs: dense layers with ReLU.
public struct StudentDesign: Equatable, Sendable {
  /// The channels of each convolution, or the neurons of each dense layer but the last.
  public let widths: [Int]

  /// Creates a design; every width is at least 1.
  public init(widths: [Int]) {
    require(
      !widths.isEmpty && widths.allSatisfy { $0 >= 1 },
      "A student has at least one layer, and every layer a width of at least 1: \(widths).")
    self.widths = widths
  }

  /// The widths in a row: `16-32-64`.
  public var name: String { widths.map { "\($0)" }.joined(separator: "-") }

  /// Reads a name again; nil where it is none.
  init?(name: String) {
    let numbers = name.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    let widths = numbers.compactMap { $0 }.filter { (1...4096).contains($0) }
    guard !widths.isEmpty, widths.count == numbers.count else { return nil }
    self.init(widths: widths)
  }

  /// Designs for an input, from the smallest to the largest.
  public static func menu(inputShape: [Int]) -> [StudentDesign] {
    isImage(inputShape)
      ? [4, 8, 12, 16, 20, 24, 32, 40, 48].map { StudentDesign(widths: [$0, 2 * $0, 4 * $0]) }
      : [8, 16, 24, 32, 48, 64, 96, 128, 192].map { StudentDesign(widths: [$0, max(8, $0 / 2)]) }
  }

  /// The network with random weights; the same for the same seed.
  ///
  /// - Parameters:
  ///   - inputShape: the shape of one example: height, width and channels, or one count.
  ///   - classes: the scores that it gives.
  ///   - seed: sets the weights.
  public func untrained(inputShape: [Int], classes: Int, seed: UInt64) -> Sequential {
    var generator = SplitMix64(seed: seed)
    var layers: [any TrainableLayer] = []
    guard Self.isImage(inputShape) else {
      var inputs = inputShape.reduce(1, *)
      for width in widths {
        layers += [Dense(inputs: inputs, outputs: width, using: &generator), ReLU()]
        inputs = width
      }
      return Sequential(layers + [Dense(inputs: inputs, outputs: classes, using: &generator)])
    }
    var (height, width, channels) = (inputShape[0], inputShape[1], inputShape[2])
    for outputs in widths {
      layers += [
        Conv2D(
          inputs: channels, outputs: outputs, size: 3, padding: 1, hasBias: false,
          using: &generator),
        BatchNorm(channels: outputs), ReLU(),
      ]
      if min(height, width) >= 4 {
        layers.append(MaxPool2D(size: 2))
        (height, width) = (height / 2, width / 2)
      }
      channels = outputs
    }
    layers += [
      Flatten(), Dense(inputs: height * width * channels, outputs: classes, using: &generator),
    ]
    return Sequential(layers)
  }

  private static func isImage(_ shape: [Int]) -> Bool { shape.count == 3 }
}
