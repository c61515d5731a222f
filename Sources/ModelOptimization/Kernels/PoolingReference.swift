// The plain form of pooling and of its gradients: the fast kernels are tested against these.

/// The largest element of each window, and where in its image it stood.
///
/// The first of equal elements counts; a NaN counts as larger than any number.
///
/// - Returns: `[batch, outputHeight, outputWidth, channels]`, and for each element the number
///   `row * width + column` of the pixel that it came from.
package func referenceMaximumPooling(
  _ input: [Float], _ geometry: PoolingGeometry
) -> (output: [Float], pixels: [Int32]) {
  var output: [Float] = []
  var pixels: [Int32] = []
  geometry.forEachWindow { image, rows, columns, channel in
    var best = -Float.infinity
    var pixel = rows.lowerBound * geometry.width + columns.lowerBound
    for row in rows {
      for column in columns {
        let place = row * geometry.width + column
        let element = input[image * geometry.inputImageCount + place * geometry.channels + channel]
        if element > best || (element.isNaN && !best.isNaN) {
          best = element
          pixel = place
        }
      }
    }
    output.append(best)
    pixels.append(Int32(pixel))
  }
  return (output, pixels)
}

/// ∂loss/∂input of maximum pooling: each gradient goes to the pixel that was the largest.
package func referenceMaximumPoolingGradient(
  _ outputGradient: [Float], pixels: [Int32], _ geometry: PoolingGeometry
) -> [Float] {
  var gradient = [Float](repeating: 0, count: geometry.inputCount)
  for index in 0..<geometry.outputCount {
    let image = index / geometry.outputImageCount
    let place = Int(pixels[index]) * geometry.channels + index % geometry.channels
    gradient[image * geometry.inputImageCount + place] += outputGradient[index]
  }
  return gradient
}

/// The mean of each window.
///
/// - Parameter countsPadding: whether padding counts as zeros (as PyTorch does unless told
///   otherwise) or is left out of the mean.
package func referenceAveragePooling(
  _ input: [Float], _ geometry: PoolingGeometry, countsPadding: Bool = true
) -> [Float] {
  var output: [Float] = []
  geometry.forEachWindow { image, rows, columns, channel in
    var sum: Float = 0
    for row in rows {
      for column in columns {
        let place = (row * geometry.width + column) * geometry.channels + channel
        sum += input[image * geometry.inputImageCount + place]
      }
    }
    output.append(sum / geometry.divisor(rows, columns, countsPadding: countsPadding))
  }
  return output
}

/// ∂loss/∂input of average pooling: each gradient goes to all pixels of its window in equal parts.
package func referenceAveragePoolingGradient(
  _ outputGradient: [Float], _ geometry: PoolingGeometry, countsPadding: Bool = true
) -> [Float] {
  var gradient = [Float](repeating: 0, count: geometry.inputCount)
  var index = 0
  geometry.forEachWindow { image, rows, columns, channel in
    let divisor = geometry.divisor(rows, columns, countsPadding: countsPadding)
    for row in rows {
      for column in columns {
        let place = (row * geometry.width + column) * geometry.channels + channel
        gradient[image * geometry.inputImageCount + place] += outputGradient[index] / divisor
      }
    }
    index += 1
  }
  return gradient
}

extension PoolingGeometry {
  /// Calls `body` for each element of the output, in order.
  fileprivate func forEachWindow(
    _ body: (_ image: Int, _ rows: Range<Int>, _ columns: Range<Int>, _ channel: Int) -> Void
  ) {
    for image in 0..<batch {
      for row in 0..<outputHeight {
        for column in 0..<outputWidth {
          for channel in 0..<channels {
            body(image, rows(at: row), columns(at: column), channel)
          }
        }
      }
    }
  }

  fileprivate func divisor(
    _ rows: Range<Int>, _ columns: Range<Int>, countsPadding: Bool
  ) -> Float {
    Float(countsPadding ? windowHeight * windowWidth : rows.count * columns.count)
  }
}
