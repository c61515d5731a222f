import ModelOptimization

// Brings its own memory, and gives the model the empty places of the last batch as they are left
// over from the batch before; their scores are not read.
func classes(of images: [[Float]], by session: InferenceSession) -> [Int] {
  let inputs = session.model.inputShape.reduce(1, *)
  let outputs = session.model.outputShape.reduce(1, *)
  let most = session.maximumBatch
  var input = ContiguousArray<Float>(repeating: 0, count: most * inputs)
  var output = ContiguousArray<Float>(repeating: 0, count: most * outputs)
  var classes: [Int] = []
  var waiting = images[...]
  while !waiting.isEmpty {
    let batch = waiting.prefix(most)
    for (place, image) in batch.enumerated() {
      input.replaceSubrange(place * inputs..<(place + 1) * inputs, with: image)
    }
    var scores = output.mutableSpan
    session.run(input.span, batch: most, into: &scores)
    for place in 0..<batch.count {
      let row = output[place * outputs..<(place + 1) * outputs]
      classes.append(topK(Array(row), k: 1)[0])
    }
    waiting = waiting.dropFirst(most)
  }
  return classes
}
