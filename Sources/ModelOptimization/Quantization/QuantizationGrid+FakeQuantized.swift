extension QuantizationGrid {
  /// The numbers of a tensor as they come back from integers, without making the integers:
  /// exactly what `QuantizedTensor(tensor, on: grid).dequantized()` gives, in a fraction of the
  /// time. Training computes with them what inference will compute with the integers.
  ///
  /// - Parameter tensor: finite numbers, of the grid's shape.
  public func fakeQuantized(_ tensor: Tensor) -> Tensor {
    require(
      tensor.shape == shape,
      "A grid for a tensor of shape \(shape) does not fit one of \(tensor.shape).")
    return Tensor(shape: shape) { result in
      tensor.withElements { elements in
        if blocks.innerCount == 1, !blocks.isWhole {
          roundColumns(elements, result)
        } else {
          blocks.forEachRun { place, run in
            let rounding = rounding(at: place)
            for index in run { result[index] = rounding(elements[index]) }
          }
        }
      }
    }
  }

  /// Where the outputs are the last axis, neighbours have scales of their own, and every
  /// `groupSize` rows have the same ones.
  private func roundColumns(
    _ elements: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
  ) {
    let columns = blocks.outputs
    for group in 0..<blocks.groups {
      let roundings = (0..<columns).map { rounding(at: $0 * blocks.groups + group) }
      let first = group * blocks.groupSize
      for row in first..<min(first + blocks.groupSize, blocks.outerCount) {
        for column in 0..<columns {
          let index = row * columns + column
          result[index] = roundings[column](elements[index])
        }
      }
    }
  }

  private func rounding(at place: Int) -> GridRounding {
    let (low, high) = steps(at: place)
    return GridRounding(scale: scales[place], low: low, high: high)
  }
}

/// Rounds numbers to the multiples of a scale.
struct GridRounding {
  let scale: Float
  let inverse: Float
  /// How many steps the grid reaches below and above zero: whole numbers of at most 16 bits.
  let low: Float
  let high: Float

  @inline(__always)
  init(scale: Float, low: Float, high: Float) {
    self.scale = scale
    inverse = 1 / scale
    self.low = low
    self.high = high
  }

  /// The grid of an integer format.
  init(_ parameters: QuantizationParameters) {
    let format = parameters.format
    self.init(
      scale: parameters.scale, low: Float(format.lowest - parameters.zeroPoint),
      high: Float(format.highest - parameters.zeroPoint))
  }

  @inline(__always)
  func callAsFunction(_ x: Float) -> Float {
    let steps = max(low, min(high, x * inverse))
    // Floats from 2²³ to 2²⁴ are whole numbers: adding 1.5 · 2²³ rounds, a half to the even one.
    // `rounded()` would call a function for each number, and not be vectorized.
    return ((steps + 0x1.8p23) - 0x1.8p23) * scale
  }

  /// Whether a number is rounded, and not cut off.
  @inline(__always)
  func holds(_ x: Float) -> Bool {
    // Half a step beyond the last integer is still rounded to it.
    let steps = x * inverse
    return steps >= low - 0.5 && steps <= high + 0.5
  }
}
