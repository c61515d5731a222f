/// Rounds activations to bytes on their way from layer to layer, and learns their range.
///
/// In training, the range follows a moving average of each batch's least and largest number, and
/// is kept as a statistic, like the running mean of a batch norm. Afterwards it stays as it is.
///
/// Backward, the gradient passes where a number was rounded, and is cut off where the number was:
///
///     dX = dY where the number lies in the range, else 0
///
/// Source: Jacob et al., 2017, arXiv:1712.05877, section 3.1.
struct ActivationQuantizer: ParameterlessLayer {
  /// The least and the largest number, shape `[2]`.
  private(set) var range: Tensor
  let format: IntegerFormat
  /// The share of a new batch in the range.
  let momentum: Float

  init(range: ClosedRange<Float>, format: IntegerFormat, momentum: Float) {
    self.range = Tensor([range.lowerBound, range.upperBound], shape: [2])
    self.format = format
    self.momentum = momentum
  }

  var statistics: [Tensor] {
    get { [range] }
    set {
      requireReplacements(newValue, for: statistics, "statistics")
      range = newValue[0]
    }
  }
  var statisticNames: [String] { ["range"] }

  /// Where the integers lie; nil where the range is none, which training tells by its loss.
  var grid: QuantizationParameters? {
    let (least, largest) = (range.elements[0], range.elements[1])
    guard least <= largest else { return nil }
    return try? QuantizationParameters(
      from: least, through: largest, scheme: .affine, format: format)
  }

  func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  func callAsFunction(_ x: Tensor) -> Tensor {
    guard let parameters = grid else { return x }
    let rounding = GridRounding(parameters)
    return mapElements(x) { x, y, count in
      Elementwise.inParts(count) { start, count in
        for index in start..<start + count { y[index] = rounding(x[index]) }
      }
    }
  }

  mutating func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    var observer = MovingAverageObserver(
      momentum: momentum, range: range.elements[0]...max(range.elements[0], range.elements[1]))
    // A batch with infinities leaves the range as it is; the loss will tell.
    if (try? observer.observe(x)) != nil, let new = observer.range {
      range = Tensor([new.lowerBound, new.upperBound], shape: [2])
    }
    guard let rounding = grid.map(GridRounding.init) else {
      return ForwardPass(output: x) { dY, _ in LayerGradient(input: dY, parameters: []) }
    }
    return elementwisePass(output: self(x), keeping: x, of: self) { x, dY, dX, count in
      Elementwise.inParts(count) { start, count in
        for index in start..<start + count {
          dX[index] = rounding.holds(x[index]) ? dY[index] : 0
        }
      }
    }
  }
}
