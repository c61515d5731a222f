import ModelOptimization

// One tensor of probabilities for each teacher, then a weighted sum of the tensors.
func jointTargets(
  _ answers: [[[Float]]], weights: [Float], temperature: Float
) -> [[Float]] {
  let said = answers.map { images in
    softmax(Tensor(images.map { scores in scores.map { score in score / temperature } }))
  }
  let shares = weights.map { weight in weight / weights.reduce(0, +) }
  return (0..<said[0].rowCount).map { image in
    (0..<said[0].columnCount).map { place in
      zip(said, shares).reduce(0) { sum, pair in sum + pair.1 * pair.0[image, place] }
    }
  }
}
