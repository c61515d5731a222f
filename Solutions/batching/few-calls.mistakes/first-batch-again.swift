import ModelOptimization

func classes(of images: [[Float]], by session: InferenceSession) -> [Int] {
  let shape = session.model.inputShape
  var classes: [Int] = []
  for first in stride(from: 0, to: images.count, by: session.maximumBatch) {
    let batch = images[0..<min(session.maximumBatch, images.count - first)]
    let scores = session(Tensor(Array(batch.joined()), shape: [batch.count] + shape))
    classes += argmax(scores)
  }
  return classes
}
