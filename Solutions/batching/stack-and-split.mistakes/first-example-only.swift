func stacked(_ examples: [[Float]]) -> [Float] {
  examples[0]
}

func split(_ outputs: [Float], examples: Int) -> [[Float]] {
  let length = outputs.count / examples
  return (0..<examples).map { example in
    Array(outputs[example * length..<(example + 1) * length])
  }
}
