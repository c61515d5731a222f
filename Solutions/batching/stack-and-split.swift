/// Lays examples one behind the other: a batch.
///
/// - Parameter examples: at least one; all of the same length.
/// - Returns: the numbers of the first example, then those of the second, and so on.
func stacked(_ examples: [[Float]]) -> [Float] {
  Array(examples.joined())
}

/// Cuts what the model gave for a batch into one piece for each example.
///
/// - Parameters:
///   - outputs: the outputs of the first example, then those of the second, and so on.
///   - examples: how many examples there were; at least 1. All have equally many outputs.
/// - Returns: the outputs of each example.
func split(_ outputs: [Float], examples: Int) -> [[Float]] {
  let length = outputs.count / examples
  return (0..<examples).map { example in
    Array(outputs[example * length..<(example + 1) * length])
  }
}
