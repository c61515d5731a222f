// The loops of batch normalization, over rows of channels.
//
// They run in blocks of rows that fit into a core's cache, and do all that is to be done with a
// block before they go on: memory is the limit here. What is summed over rows is added up block by
// block in double precision, in the order of the blocks: the result depends neither on the number
// of threads nor, noticeably, on the size of the batch.

/// Mean and variance of each channel.
struct ChannelMoments: Sendable {
  /// The values of each channel.
  var count: Int
  var means: [Double]
  /// The mean squares of the distances from the mean.
  var variances: [Double]
}

/// What batch normalization does with each channel: `y = scale · x + shift`.
struct ChannelScaling: Sendable {
  var means: Tensor
  /// 1 / √(variance + epsilon).
  var inverses: Tensor
  var scales: Tensor
  var shifts: Tensor
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
  let blocks = blockSums(rows: rows, channels: channels) { range, means, variances in
    x.withElements {
      Reduction.columnMoments(
        $0 + range.lowerBound * channels, means: means, variances: variances, rows: range.count,
        columns: channels)
    }
  }
  var means = [Double](repeating: 0, count: channels)
  var squares = means
  blocks.withElements { blocks in
    for (block, start) in stride(from: 0, to: rows, by: grain).enumerated() {
      let (before, added) = (Double(start), Double(min(grain, rows - start)))
      let (blockMeans, variances) = (
        blocks + 2 * block * channels, blocks + (2 * block + 1) * channels
      )
      for channel in 0..<channels {
        let distance = Double(blockMeans[channel]) - means[channel]
        means[channel] += distance * added / (before + added)
        squares[channel] +=
          Double(variances[channel]) * added + distance * distance * before * added
          / (before + added)
      }
    }
  }
  return ChannelMoments(
    count: rows, means: means, variances: squares.map { $0 / Double(rows) })
}

/// `scale · x + shift` for each channel, then ReLU where `rectified`.
func normalized(_ x: Tensor, _ scaling: ChannelScaling, rectified: Bool) -> Tensor {
  let channels = scaling.scales.count
  let rows = x.count / channels
  return Tensor(shape: x.shape) { y in
    withElements(x, scaling.scales, scaling.shifts) { x, scales, shifts in
      parallelRanges(rows, grain: rowGrain(channels)) { range in
        let start = range.lowerBound * channels
        Elementwise.scaleShiftChannels(
          x + start, scale: scales, shift: shifts, into: y + start, rows: range.count,
          channels: channels)
        if rectified {
          Elementwise.relu(y + start, into: y + start, count: range.count * channels)
        }
      }
    }
  }
}

/// How the loss changes with what went into a batch norm and with its parameters.
///
/// - Parameters:
///   - x: what went in.
///   - rectifiedOutput: what came out where ReLU followed, which lets dY pass where it is
///     positive; else nil.
///   - dY: ∂loss/∂output.
///   - weight: of the layer.
///   - scaling: what the layer did.
func batchNormGradient(
  _ x: Tensor, rectifiedOutput y: Tensor?, _ dY: Tensor, weight: Tensor, _ scaling: ChannelScaling
) -> (input: Tensor, weight: Tensor, bias: Tensor) {
  let channels = weight.count
  let rows = x.count / channels
  var (products, slopes) = (Tensor(zeros: [0]), Tensor(zeros: [0]))
  let dX = Tensor(shape: x.shape) { dX in
    withElements(x, dY, scaling.means) { x, dY, means in
      let blocks = blockSums(rows: rows, channels: channels) { range, products, slopes in
        let start = range.lowerBound * channels
        var block = dY + start
        if let y {
          // The slopes that pass the ReLU wait where the gradient will stand.
          y.withElements {
            Elementwise.reluGradient(
              $0 + start, block, into: dX + start, count: range.count * channels)
          }
          block = UnsafePointer(dX + start)
        }
        Reduction.columnProducts(
          x + start, means: means, block, into: products, rows: range.count, columns: channels)
        Reduction.columnSums(block, into: slopes, rows: range.count, columns: channels)
      }
      (products, slopes) = totals(of: blocks, channels: channels)
      withElements(weight, scaling.inverses) { weight, inverses in
        withElements(slopes, products) { slopes, products in
          Reduction.batchNormGradient(
            x, y == nil ? dY : UnsafePointer(dX), scale: weight, means: means,
            inverses: inverses, slopeSums: slopes, productSums: products, into: dX, rows: rows,
            channels: channels)
        }
      }
    }
  }
  for channel in 0..<channels {
    products.storage[channel] *= scaling.inverses.storage[channel]
  }
  return (dX, products, slopes)
}

/// The rows of a block.
private func rowGrain(_ channels: Int) -> Int {
  min(Reduction.block, max(1, elementGrain / max(1, channels)))
}

/// What `sum` makes of each block: two numbers for each channel.
///
/// - Returns: shape `[blocks, 2, channels]`.
private func blockSums(
  rows: Int, channels: Int,
  _ sum: (Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) -> Tensor {
  let grain = rowGrain(channels)
  return Tensor(shape: [(rows + grain - 1) / grain, 2, channels]) { sums in
    parallelRanges(rows, grain: grain) { range in
      let first = sums + range.lowerBound / grain * 2 * channels
      sum(range, first, first + channels)
    }
  }
}

/// The two sums over all blocks, for each channel.
private func totals(of blocks: Tensor, channels: Int) -> (Tensor, Tensor) {
  var sums = [Double](repeating: 0, count: 2 * channels)
  for block in 0..<blocks.rowCount {
    for index in 0..<2 * channels {
      sums[index] += Double(blocks.storage[block * 2 * channels + index])
    }
  }
  return (
    Tensor(sums[..<channels].map { Float($0) }, shape: [channels]),
    Tensor(sums[channels...].map { Float($0) }, shape: [channels])
  )
}
