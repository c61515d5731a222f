import ModelOptimization

func pooled(_ maps: Tensor, window: Int) -> Tensor {
  let (images, height, width) = (maps.shape[0], maps.shape[1], maps.shape[2])
  let channels = maps.shape[3]
  let shape = [images, height / window, width / window, channels]
  let elements = maps.elements
  var means = [Float](repeating: 0, count: shape.reduce(1, *))
  for index in elements.indices {
    let channel = index % channels
    let column = index / channels % width
    let row = index / (channels * width) % height
    let image = index / (channels * width * height)
    let place = (image * shape[1] + row / window) * shape[2] + column / window
    means[place * channels + channel] += elements[index] / Float(window * window)
  }
  return Tensor(means, shape: shape)
}

func featureMatch(
  student: Tensor, teacher: Tensor, projection: Tensor
) -> (loss: Float, projectionSlope: Tensor, studentSlope: Tensor) {
  let (own, wanted) = (projection.shape[0], projection.shape[1])
  let features = student.reshaped(to: [student.count / own, own])
  let gaps = zip(matmul(features, projection).elements, teacher.elements).map { $0 - $1 }
  let loss = gaps.map { gap in gap * gap }.reduce(0, +) / Float(gaps.count)
  let slopes = gaps.map { gap in 2 * gap / Float(gaps.count) }
  let slope = Tensor(slopes, shape: [features.rowCount, wanted])
  return (
    loss, matmul(features.transposed(), slope),
    Tensor(zeros: student.shape)
  )
}
