/// What the integer layers compute, in plain whole numbers; otherwise identical.
extension IntegerReference {
  /// The sums of a convolution, `[batch, outputHeight, outputWidth, outputs]`.
  package static func convolutionSums(
    _ input: [UInt8], _ geometry: ConvolutionGeometry, weights: [Int8], bias: [Int32]?,
    inputZeroPoint: UInt8
  ) -> [Int32] {
    var sums: [Int32] = []
    sums.reserveCapacity(geometry.outputCount)
    for image in 0..<geometry.batch {
      for row in 0..<geometry.outputHeight {
        for column in 0..<geometry.outputWidth {
          for output in 0..<geometry.outputs {
            sums.append(
              (bias?[output] ?? 0)
                &+ windowSum(
                  input, geometry, weights, inputZeroPoint, (image, row, column, output)))
          }
        }
      }
    }
    return sums
  }

  private static func windowSum(
    _ input: [UInt8], _ geometry: ConvolutionGeometry, _ weights: [Int8], _ zero: UInt8,
    _ at: (image: Int, row: Int, column: Int, output: Int)
  ) -> Int32 {
    var sum: Int32 = 0
    let group = at.output / geometry.outputsPerGroup
    for i in 0..<geometry.kernelHeight {
      let y = at.row * geometry.strideHeight - geometry.paddingTop + i * geometry.dilationHeight
      guard (0..<geometry.height).contains(y) else { continue }
      for j in 0..<geometry.kernelWidth {
        let x =
          at.column * geometry.strideWidth - geometry.paddingLeft + j * geometry.dilationWidth
        guard (0..<geometry.width).contains(x) else { continue }
        for channel in 0..<geometry.inputsPerGroup {
          let pixel = (at.image * geometry.height + y) * geometry.width + x
          let value = input[pixel * geometry.inputs + group * geometry.inputsPerGroup + channel]
          let tap = i * geometry.kernelWidth + j
          let kernel = geometry.kernelHeight * geometry.kernelWidth
          let weight =
            weights[(at.output * geometry.inputsPerGroup + channel) * kernel + tap]
          sum &+= (Int32(value) - Int32(zero)) &* Int32(weight)
        }
      }
    }
    return sum
  }

  /// The largest of each 2×2 sums of images `[batch, height, width, channels]`.
  package static func pooled2x2(
    _ sums: [Int32], batch: Int, height: Int, width: Int, channels: Int
  ) -> [Int32] {
    var result: [Int32] = []
    for image in 0..<batch {
      for row in 0..<height / 2 {
        for column in 0..<width / 2 {
          for channel in 0..<channels {
            let four = [(0, 0), (0, 1), (1, 0), (1, 1)].map { y, x in
              let pixel = (image * height + 2 * row + y) * width + 2 * column + x
              return sums[pixel * channels + channel]
            }
            result.append(four.max() ?? 0)
          }
        }
      }
    }
    return result
  }

  /// Sums, one column after another in each row, as bytes.
  package static func requantize(_ sums: [Int32], _ output: Requantization) -> [UInt8] {
    let columns = output.multipliers.count
    let range = Int32(output.range.lowerBound)...Int32(output.range.upperBound)
    return sums.enumerated().map { index, sum in
      requantize(
        sum, multiplier: output.multipliers[index % columns], shift: output.shifts[index % columns],
        zeroPoint: Int32(output.zeroPoint), range: range)
    }
  }

  /// Sums as floats.
  package static func dequantize(_ sums: [Int32], _ output: Dequantization) -> [Float] {
    let columns = output.scales.count
    return sums.enumerated().map { index, sum in
      let product = Float(sum) * output.scales[index % columns]
      let x = output.bias.map { product + $0[index % columns] } ?? product
      return output.relu && x < 0 ? 0 : x
    }
  }

  /// The mean of each window, `[batch, outputHeight, outputWidth, channels]`.
  package static func average(
    _ input: [UInt8], _ geometry: PoolingGeometry, inputZeroPoint: UInt8,
    countsPadding: Bool, _ output: Requantization
  ) -> [UInt8] {
    var result: [UInt8] = []
    let range = Int32(output.range.lowerBound)...Int32(output.range.upperBound)
    for image in 0..<geometry.batch {
      for row in 0..<geometry.outputHeight {
        for column in 0..<geometry.outputWidth {
          let (rows, columns) = (geometry.rows(at: row), geometry.columns(at: column))
          let points =
            countsPadding
            ? geometry.windowHeight * geometry.windowWidth : rows.count * columns.count
          for channel in 0..<geometry.channels {
            var sum: Int32 = 0
            for y in rows {
              for x in columns {
                let pixel = (image * geometry.height + y) * geometry.width + x
                sum += Int32(input[pixel * geometry.channels + channel]) - Int32(inputZeroPoint)
              }
            }
            result.append(
              requantize(
                sum, multiplier: output.multipliers[points], shift: output.shifts[points],
                zeroPoint: Int32(output.zeroPoint), range: range))
          }
        }
      }
    }
    return result
  }

  /// The sum of two bytes of scales of their own.
  package static func sum(_ a: UInt8, _ b: UInt8, _ sum: IntegerSum) -> UInt8 {
    let first = (Int64(a) - Int64(sum.first.zeroPoint)) * Int64(sum.first.multiplier)
    let second = (Int64(b) - Int64(sum.second.zeroPoint)) * Int64(sum.second.multiplier)
    return requantize(
      Int32(first + second), multiplier: 1, shift: UInt8(sum.shift),
      zeroPoint: Int32(sum.zeroPoint),
      range: Int32(sum.range.lowerBound)...Int32(sum.range.upperBound))
  }
}
