// The same with loops that append.
func stacked(_ examples: [[Float]]) -> [Float] {
  var batch: [Float] = []
  for example in examples { batch += example }
  return batch
}

func split(_ outputs: [Float], examples: Int) -> [[Float]] {
  let length = outputs.count / examples
  var rest = outputs[...]
  var pieces: [[Float]] = []
  for _ in 0..<examples {
    pieces.append(Array(rest.prefix(length)))
    rest = rest.dropFirst(length)
  }
  return pieces
}
