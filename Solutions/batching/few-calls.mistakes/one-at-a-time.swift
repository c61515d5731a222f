import ModelOptimization

func classes(of images: [[Float]], by session: InferenceSession) -> [Int] {
  let shape = session.model.inputShape
  var classes: [Int] = []
  for first in stride(from: 0, to: images.count, by: 1) {
    let batch = images[first...first]
    let scores = session(Tensor(Array(batch.joined()), shape: [batch.count] + shape))
    classes += argmax(scores)
  }
  return classes
}
