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
  let largest = bytes.map { $0.count - 1 }
  return bytes.indices.map { layer in
    bytes[layer].indices.map { format in
      var choice = largest
      choice[layer] = format
      return FormatOption(bytes: bytes[layer][format], drop: measure(choice))
    }
  }
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
  var choice = layers.map { $0.count - 1 }
  while measure(choice) > maximumDrop {
    var best: (layer: Int?, gain: Double) = (nil, -.infinity)
    for (layer, options) in layers.enumerated() where choice[layer] + 1 < options.count {
      let (now, next) = (options[choice[layer]], options[choice[layer] + 1])
      let gain = (now.drop - next.drop) / Double(next.bytes - now.bytes)
      if best.layer == nil || gain > best.gain { best = (layer, gain) }
    }
    guard let layer = best.layer else { break }
    choice[layer] += 1
  }
  return choice
}
