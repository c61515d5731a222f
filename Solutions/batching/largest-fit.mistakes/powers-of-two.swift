import ModelOptimization

func largestFit(within limit: Int, bytes: (Int) -> Int) -> Int {
  var fits = 0
  var tooLarge = 1
  while bytes(tooLarge) <= limit {
    fits = tooLarge
    tooLarge *= 2
  }
  return fits
}

func largestFit(of model: PreparedModel, within limit: Int) -> Int {
  largestFit(within: limit) { batch in
    model.weightBytes + model.activationBytes(maximumBatch: batch)
  }
}
