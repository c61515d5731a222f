import ModelOptimization
import Testing

/// A convolution with a name that a failing test shows.
struct ConvolutionCase: CustomTestStringConvertible, Sendable {
  let name: String
  let geometry: ConvolutionGeometry
  var testDescription: String { name }

  init(
    _ name: String, batch: Int = 2, _ height: Int, _ width: Int, _ inputs: Int, _ outputs: Int,
    kernel: (Int, Int) = (3, 3), stride: (Int, Int) = (1, 1),
    padding: (Int, Int, Int, Int) = (0, 0, 0, 0), groups: Int = 1, dilation: (Int, Int) = (1, 1)
  ) {
    self.name = name
    geometry = ConvolutionGeometry(
      batch: batch, height: height, width: width, inputs: inputs, outputs: outputs,
      kernel: (kernel.0, kernel.1), stride: (stride.0, stride.1),
      padding: (padding.0, padding.1, padding.2, padding.3), groups: groups,
      dilation: (dilation.0, dilation.1))
  }

  /// Shapes that take every path of the kernels.
  static let all = [
    ConvolutionCase("no image", batch: 0, 5, 5, 3, 4),
    ConvolutionCase("one pixel", 1, 1, 1, 1, kernel: (1, 1)),
    ConvolutionCase("1×1", 5, 7, 13, 17, kernel: (1, 1)),
    ConvolutionCase("1×1, stride 2", 5, 7, 6, 16, kernel: (1, 1), stride: (2, 2)),
    ConvolutionCase("1×1, padded", 3, 3, 4, 5, kernel: (1, 1), padding: (1, 1, 1, 1)),
    ConvolutionCase(
      "1×1, padded, stride 3", 5, 4, 2, 3, kernel: (1, 1), stride: (3, 3),
      padding: (2, 1, 0, 2)),
    ConvolutionCase("3×3", 6, 9, 5, 33),
    ConvolutionCase("3×3, 16 outputs", 7, 5, 3, 16, padding: (1, 1, 1, 1)),
    ConvolutionCase("kernel of the image's size", 4, 6, 3, 7, kernel: (4, 6)),
    ConvolutionCase(
      "kernel of the padded image's size", 2, 3, 3, 7, kernel: (5, 5),
      padding: (1, 1, 2, 1)),
    ConvolutionCase(
      "padding wider than the kernel", 3, 4, 2, 5, kernel: (2, 2),
      padding: (3, 4, 2, 3)),
    ConvolutionCase("first layer", 28, 28, 1, 32, kernel: (5, 5), padding: (2, 2, 2, 2)),
    ConvolutionCase("second layer", 14, 14, 32, 64, kernel: (5, 5), padding: (2, 2, 2, 2)),
    ConvolutionCase(
      "asymmetric kernel and padding", 7, 8, 3, 18, kernel: (2, 5),
      padding: (0, 3, 1, 1)),
    ConvolutionCase(
      "stride 2", 9, 10, 4, 20, kernel: (5, 5), stride: (2, 2),
      padding: (2, 2, 2, 2)),
    ConvolutionCase("stride beyond the kernel", 11, 10, 3, 4, kernel: (2, 1), stride: (3, 4)),
    ConvolutionCase("stride beyond the image", 3, 2, 3, 4, kernel: (2, 2), stride: (5, 7)),
    ConvolutionCase("strides apart", 8, 9, 2, 3, stride: (1, 3), padding: (1, 0, 1, 2)),
    ConvolutionCase("dilation 2", 9, 9, 4, 6, padding: (2, 2, 2, 2), dilation: (2, 2)),
    ConvolutionCase(
      "dilation and stride", 12, 11, 3, 5, stride: (2, 3),
      padding: (1, 2, 3, 0), dilation: (3, 2)),
    ConvolutionCase("2 groups", 6, 6, 8, 12, padding: (1, 1, 1, 1), groups: 2),
    ConvolutionCase("5 groups, stride 2", 7, 6, 10, 20, stride: (2, 2), groups: 5),
    ConvolutionCase("groups of 17 outputs", 4, 5, 6, 51, kernel: (2, 2), groups: 3),
    ConvolutionCase("1 channel, 1 group", 6, 6, 1, 1, padding: (1, 1, 1, 1)),
    ConvolutionCase("depthwise", 9, 8, 24, 24, padding: (1, 1, 1, 1), groups: 24),
    ConvolutionCase("depthwise, odd channels", 6, 5, 19, 19, padding: (1, 1, 1, 1), groups: 19),
    ConvolutionCase(
      "depthwise, stride 2", 9, 10, 16, 16, stride: (2, 2),
      padding: (1, 1, 1, 1), groups: 16),
    ConvolutionCase(
      "depthwise, stride 3", 9, 10, 8, 8, stride: (3, 3), padding: (1, 1, 1, 1),
      groups: 8),
    ConvolutionCase(
      "depthwise 5×5", 9, 9, 10, 10, kernel: (5, 5), padding: (2, 2, 2, 2),
      groups: 10),
    ConvolutionCase("depthwise 1×1", 3, 5, 8, 8, kernel: (1, 1), groups: 8),
    ConvolutionCase(
      "depthwise, dilation 2", 9, 9, 8, 8, padding: (2, 2, 2, 2), groups: 8,
      dilation: (2, 2)),
    ConvolutionCase("depthwise with 2 outputs a channel", 5, 5, 6, 12, groups: 6),
    ConvolutionCase("a wide image", batch: 1, 6, 200, 9, 4, padding: (1, 1, 1, 1)),
  ]

  /// Shapes that Winograd's algorithm can do.
  static let winograd = [
    ConvolutionCase("no image", batch: 0, 6, 6, 16, 16),
    ConvolutionCase("one output", 3, 3, 16, 16),
    ConvolutionCase("3×3", batch: 3, 9, 11, 16, 48, padding: (1, 1, 1, 1)),
    ConvolutionCase("3×3 without padding", 8, 7, 32, 16),
    ConvolutionCase("5×5", 14, 14, 32, 64, kernel: (5, 5), padding: (2, 2, 2, 2)),
    ConvolutionCase("5×5 on odd sizes", 9, 7, 48, 16, kernel: (5, 5), padding: (2, 2, 2, 2)),
    ConvolutionCase("5×5, uneven padding", 6, 8, 16, 32, kernel: (5, 5), padding: (0, 3, 2, 1)),
    ConvolutionCase("padding wider than the kernel", 4, 4, 16, 16, padding: (3, 4, 3, 4)),
    ConvolutionCase(
      "many images", batch: 9, 5, 6, 16, 32, kernel: (5, 5),
      padding: (2, 2, 2, 2)),
  ]

  /// The algorithms that can do this convolution.
  var algorithms: [ConvolutionAlgorithm] {
    geometry.isDepthwise ? [.direct, .depthwise] : [.direct]
  }

  func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in generator.nextUnit() * 2 - 1 }
  }

  var input: [Float] { numbers(geometry.inputCount, seed: 1) }
  var weights: [Float] { numbers(geometry.weightCount, seed: 2) }
  var bias: [Float] { numbers(geometry.outputs, seed: 3) }
  var outputGradient: [Float] { numbers(geometry.outputCount, seed: 4) }
}

extension PackedConvolution {
  /// The result for an array.
  func applied(to input: [Float], batch: Int? = nil) -> [Float] {
    let count = (batch ?? geometry.batch) * resultImageCount
    // A kernel that leaves an element out shows by the NaN that stays.
    var output = [Float](repeating: .nan, count: count)
    self(input, into: &output, batch: batch)
    return output
  }
}

/// The largest difference, as a part of `scale`; infinite where the counts differ or one element
/// alone is NaN.
func largestDifference(_ a: [Float], _ b: [Float], scale: Float = 1) -> Float {
  guard a.count == b.count else { return .infinity }
  var largest: Float = 0
  for (x, y) in zip(a, b) where x.bitPattern != y.bitPattern && !(x.isNaN && y.isNaN) {
    let difference = abs(x - y)
    largest = difference.isNaN ? .infinity : max(largest, difference)
  }
  return largest / scale
}
