func stacked(_ examples: [[Float]]) -> [Float] {
  Array(examples.joined())
}

func split(_ outputs: [Float], examples: Int) -> [[Float]] {
  let length = outputs.count / examples
  return (0..<examples).map { example in
    Array(outputs[example..<example + length])
  }
}
