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
      let cooled = teacher[image].map { score in score / temperature }
      let powers = cooled.map { score in exp(score) }
      let sum = powers.reduce(0, +)
      for place in mean.indices { mean[place] += weight / total * powers[place] / sum }
    }
    return mean
  }
}
