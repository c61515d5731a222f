func stacked(_ examples: [[Float]]) -> [Float] {
  Array(examples.joined())
}

func split(_ outputs: [Float], examples: Int) -> [[Float]] {
  stride(from: 0, to: outputs.count, by: examples).map { start in
    Array(outputs[start..<min(start + examples, outputs.count)])
  }
}
