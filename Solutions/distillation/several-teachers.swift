#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The mean of what several teachers say.
///
/// - Parameters:
///   - answers: for each teacher, for each image, the scores of the classes; at least one teacher.
///   - weights: how much each teacher counts, above 0; they need not add up to 1.
///   - temperature: T, above 0.
/// - Returns: for each image a probability for each class, together 1.
func jointTargets(
  _ answers: [[[Float]]], weights: [Float], temperature: Float
) -> [[Float]] {
  let total = weights.reduce(0, +)
  return answers[0].indices.map { image in
    var mean = [Float](repeating: 0, count: answers[0][image].count)
    for (teacher, weight) in zip(answers, weights) {
      let cooled = teacher[image].map { score in score / temperature }
      let largest = cooled.max() ?? 0
      let powers = cooled.map { score in exp(score - largest) }
      let sum = powers.reduce(0, +)
      for place in mean.indices { mean[place] += weight / total * powers[place] / sum }
    }
    return mean
  }
}
