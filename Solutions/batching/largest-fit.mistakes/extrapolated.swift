import ModelOptimization

func largestFit(within limit: Int, bytes: (Int) -> Int) -> Int {
  var fits = 0
  var tooLarge = 1
  while bytes(tooLarge) <= limit {
    fits = tooLarge
    tooLarge *= 2
  }
  while tooLarge - fits > 1 {
    let middle = (fits + tooLarge) / 2
    if bytes(middle) <= limit {
      fits = middle
    } else {
      tooLarge = middle
    }
  }
  return fits
}

func largestFit(of model: PreparedModel, within limit: Int) -> Int {
  largestFit(within: limit) { batch in
    model.weightBytes + batch * model.activationBytes(maximumBatch: 1)
  }
}
