#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func jointTargets(
  _ answers: [[[Float]]], weights: [Float], temperature: Float
) -> [[Float]] {
  let total = weights.reduce(0, +)
  return answers[0].indices.map { image in
    var mean = [Float](repeating: 0, count: answers[0][image].count)
    for (teacher, weight) in zip(answers, weights) {
      for place in mean.indices {
        mean[place] += weight / total * teacher[image][place] / temperature
      }
    }
    let largest = mean.max() ?? 0
    let powers = mean.map { score in exp(score - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { power in power / sum }
  }
}
