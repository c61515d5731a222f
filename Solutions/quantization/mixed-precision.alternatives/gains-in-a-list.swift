/// A layer in one format.
struct FormatOption: Equatable {
  /// The layer's bytes.
  var bytes: Int
  /// How much accuracy the network loses with this layer alone in the format.
  var drop: Double
}

/// Measures each layer alone.
///
/// - Parameters:
///   - bytes: of each layer in each of its formats, the smallest first; the last one loses nothing.
///   - measure: the drop of the whole network, given the number of each layer's format.
func sensitivities(bytes: [[Int]], measure: ([Int]) -> Double) -> [[FormatOption]] {
  var result: [[FormatOption]] = []
  for (layer, sizes) in bytes.enumerated() {
    var options: [FormatOption] = []
    for (format, size) in sizes.enumerated() {
      let choice = bytes.enumerated().map { $0 == layer ? format : $1.count - 1 }
      options.append(FormatOption(bytes: size, drop: measure(choice)))
    }
    result.append(options)
  }
  return result
}

/// Chooses a format for each layer, so that the network loses no more than a limit.
///
/// All layers begin in their first, smallest format. While the network loses too much, one layer
/// takes its next format: the one that by the scan wins most for each byte, the first of several.
///
/// - Parameters:
///   - layers: the options of each layer, the smallest first.
///   - maximumDrop: what the whole network may lose.
///   - measure: the drop of the whole network, given the number of each layer's format.
/// - Returns: the number of each layer's format; the last ones where no choice keeps the limit.
func chosenFormats(
  _ layers: [[FormatOption]], maximumDrop: Double, measure: ([Int]) -> Double
) -> [Int] {
  func gain(_ layer: Int, _ choice: [Int]) -> Double {
    let options = layers[layer].dropFirst(choice[layer]).prefix(2)
    guard let now = options.first, let next = options.dropFirst().first else { return -.infinity }
    return (now.drop - next.drop) / Double(next.bytes - now.bytes)
  }
  var choice = layers.map { _ in 0 }
  let enlargements = layers.reduce(0) { $0 + $1.count - 1 }
  for _ in 0..<enlargements {
    if measure(choice) <= maximumDrop { return choice }
    let gains = layers.indices.map { gain($0, choice) }
    let most = gains.max() ?? 0
    choice[gains.firstIndex(of: most) ?? 0] += 1
  }
  return choice
}
