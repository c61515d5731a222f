import ModelOptimization

// Written from the results: each mean looks its window up, each slope adds up its own products.
func pooled(_ maps: Tensor, window: Int) -> Tensor {
  let (height, width, channels) = (maps.shape[1], maps.shape[2], maps.shape[3])
  let elements = maps.elements
  var means: [Float] = []
  for image in 0..<maps.shape[0] {
    for top in stride(from: 0, to: height, by: window) {
      for left in stride(from: 0, to: width, by: window) {
        for channel in 0..<channels {
          var sum: Float = 0
          for row in top..<top + window {
            for column in left..<left + window {
              sum += elements[((image * height + row) * width + column) * channels + channel]
            }
          }
          means.append(sum / Float(window * window))
        }
      }
    }
  }
  return Tensor(means, shape: [maps.shape[0], height / window, width / window, channels])
}

func featureMatch(
  student: Tensor, teacher: Tensor, projection: Tensor
) -> (loss: Float, projectionSlope: Tensor, studentSlope: Tensor) {
  let (own, wanted) = (projection.shape[0], projection.shape[1])
  let (features, targets) = (student.elements, teacher.elements)
  var loss: Float = 0
  var projectionSlope = Tensor(zeros: projection.shape)
  var studentSlope = [Float](repeating: 0, count: features.count)
  for place in targets.indices {
    let (row, column) = (place / wanted, place % wanted)
    var value: Float = 0
    for channel in 0..<own { value += features[row * own + channel] * projection[channel, column] }
    let gap = value - targets[place]
    loss += gap * gap / Float(targets.count)
    for channel in 0..<own {
      let slope = 2 * gap / Float(targets.count)
      projectionSlope[channel, column] += features[row * own + channel] * slope
      studentSlope[row * own + channel] += projection[channel, column] * slope
    }
  }
  return (loss, projectionSlope, Tensor(studentSlope, shape: student.shape))
}
