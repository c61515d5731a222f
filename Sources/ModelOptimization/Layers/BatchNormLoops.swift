// The loops of batch normalization, over rows of channels. Sums run in blocks of a fixed number of
// rows, which stay in the cache for a second look, and the blocks are added up in their order in
// double precision: the result depends neither on the number of threads nor, noticeably, on the
// size of the batch.

/// Mean and variance of each channel.
struct ChannelMoments: Sendable {
  /// The values of each channel.
  var count: Int
  var means: [Double]
  /// The mean squares of the distances from the mean.
  var variances: [Double]
}

/// Rows that one block has.
private func rowGrain(_ channels: Int) -> Int { max(1, elementGrain / max(1, channels)) }

/// Sums in blocks: `sum` adds two numbers for each channel of some rows to two rows of sums.
///
/// - Returns: for each block two rows of `channels` sums.
private func blockSums(
  rows: Int, channels: Int,
  _ sum: (Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) -> [Float] {
  let grain = rowGrain(channels)
  let count = (rows + grain - 1) / grain * 2 * channels
  return [Float](unsafeUninitializedCapacity: count) { sums, initialized in
    initialized = count
    guard let sums = sums.baseAddress else { return }
    sums.update(repeating: 0, count: count)
    parallelRanges(rows, grain: grain) {
      let first = sums + $0.lowerBound / grain * 2 * channels
      sum($0, first, first + channels)
    }
  }
}

/// Mean and variance of each channel of `[…, channels]`.
///
/// Each block is looked at twice, once for its means and once for the squares around them; a sum
/// of squares less the square of the sum would lose everything where the mean is large. How the
/// blocks come together: Chan, Golub, LeVeque, "Updating Formulae and a Pairwise Algorithm for
/// Computing Sample Variances", 1979, equation 1.5b.
func channelMoments(of x: Tensor) -> ChannelMoments {
  let channels = x.shape.last ?? 1
  let rows = x.count / channels
  let grain = rowGrain(channels)
  let sums = x.withElements { x in
    blockSums(rows: rows, channels: channels) { range, means, squares in
      for row in range {
        let values = x + row * channels
        for channel in 0..<channels { means[channel] += values[channel] }
      }
      let share = 1 / Float(range.count)
      for channel in 0..<channels { means[channel] *= share }
      for row in range {
        let values = x + row * channels
        for channel in 0..<channels {
          let distance = values[channel] - means[channel]
          squares[channel] += distance * distance
        }
      }
    }
  }
  var means = [Double](repeating: 0, count: channels)
  var squares = means
  for (block, start) in stride(from: 0, to: rows, by: grain).enumerated() {
    let (before, added) = (Double(start), Double(min(grain, rows - start)))
    for channel in 0..<channels {
      let distance = Double(sums[2 * block * channels + channel]) - means[channel]
      means[channel] += distance * added / (before + added)
      squares[channel] +=
        Double(sums[(2 * block + 1) * channels + channel])
        + distance * distance * before * added / (before + added)
    }
  }
  return ChannelMoments(
    count: rows, means: means, variances: squares.map { $0 / Double(rows) })
}

/// The numbers of a few lists as pointers; each list has one for each channel.
private func withLists<Result>(
  _ a: [Float], _ b: [Float], _ c: [Float], _ d: [Float],
  _ body: (
    UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>,
    UnsafeBufferPointer<Float>
  ) -> Result
) -> Result {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      c.withUnsafeBufferPointer { c in d.withUnsafeBufferPointer { d in body(a, b, c, d) } }
    }
  }
}

/// `scale · x + shift` for each channel, then ReLU where `rectified`.
func normalized(_ x: Tensor, _ scaling: ChannelScaling, rectified: Bool) -> Tensor {
  let channels = scaling.scales.count
  let rows = x.count / channels
  return Tensor(shape: x.shape) { y in
    x.withElements { x in
      withLists(scaling.scales, scaling.shifts, [], []) { scales, shifts, _, _ in
        parallelRanges(rows, grain: rowGrain(channels)) {
          for row in $0 {
            let (values, results) = (x + row * channels, y + row * channels)
            if rectified {
              for channel in 0..<channels {
                let result = values[channel] * scales[channel] + shifts[channel]
                results[channel] = result < 0 ? 0 : result
              }
            } else {
              for channel in 0..<channels {
                results[channel] = values[channel] * scales[channel] + shifts[channel]
              }
            }
          }
        }
      }
    }
  }
}

/// How the loss changes with the weights and the bias of a batch norm.
///
/// Where ReLU follows, dY passes where the output is positive; that is computed again from `x`,
/// by the same operations, instead of being read from memory.
func gradientSums(
  _ x: Tensor, _ dY: Tensor, _ scaling: ChannelScaling, rectified: Bool
) -> (weight: Tensor, bias: Tensor) {
  let channels = scaling.scales.count
  let rows = x.count / channels
  let sums = withElements(x, dY) { x, dY in
    withLists(scaling.scales, scaling.shifts, scaling.means, []) { scales, shifts, means, _ in
      blockSums(rows: rows, channels: channels) { range, products, gradients in
        for row in range {
          let (values, slopes) = (x + row * channels, dY + row * channels)
          for channel in 0..<channels {
            let value = values[channel]
            let isOpen = !rectified || value * scales[channel] + shifts[channel] > 0
            let slope = isOpen ? slopes[channel] : 0
            gradients[channel] += slope
            products[channel] += slope * (value - means[channel])
          }
        }
      }
    }
  }
  var (weight, bias) = (Tensor(zeros: [channels]), Tensor(zeros: [channels]))
  for channel in 0..<channels {
    var (product, gradient) = (0.0, 0.0)
    for block in stride(from: channel, to: sums.count, by: 2 * channels) {
      product += Double(sums[block])
      gradient += Double(sums[block + channels])
    }
    weight.storage[channel] = Float(product * Double(scaling.inverseDeviations[channel]))
    bias.storage[channel] = Float(gradient)
  }
  return (weight, bias)
}

/// How the loss changes with the input of a batch norm in training mode.
func inputGradient(
  _ x: Tensor, _ dY: Tensor, _ scaling: ChannelScaling, _ sums: (weight: Tensor, bias: Tensor),
  rectified: Bool
) -> Tensor {
  let channels = scaling.scales.count
  let rows = x.count / channels
  // dX = scale · dY + tilt · (x - mean) + drift
  var (tilts, drifts) = ([Float](), [Float]())
  for channel in 0..<channels {
    let share = scaling.scales[channel] / Float(rows)
    tilts.append(-share * scaling.inverseDeviations[channel] * sums.weight.storage[channel])
    drifts.append(-share * sums.bias.storage[channel] - tilts[channel] * scaling.means[channel])
  }
  return Tensor(shape: x.shape) { dX in
    withElements(x, dY) { x, dY in
      withLists(scaling.scales, scaling.shifts, tilts, drifts) { scales, shifts, tilts, drifts in
        parallelRanges(rows, grain: rowGrain(channels)) {
          for row in $0 {
            let (values, slopes) = (x + row * channels, dY + row * channels)
            let results = dX + row * channels
            for channel in 0..<channels {
              let value = values[channel]
              let isOpen = !rectified || value * scales[channel] + shifts[channel] > 0
              results[channel] =
                (isOpen ? slopes[channel] * scales[channel] : 0) + tilts[channel] * value
                + drifts[channel]
            }
          }
        }
      }
    }
  }
}
