import ModelOptimization

// Steps that double while they succeed, and halve once one has failed.
func largestFit(within limit: Int, bytes: (Int) -> Int) -> Int {
  var fits = 0
  var step = 1
  var isGrowing = true
  while step > 0 {
    if bytes(fits + step) <= limit {
      fits += step
      if isGrowing { step = fits }
    } else {
      isGrowing = false
    }
    if !isGrowing { step /= 2 }
  }
  return fits
}

func largestFit(of model: PreparedModel, within limit: Int) -> Int {
  let left = limit - model.weightBytes
  return largestFit(within: left) { model.activationBytes(maximumBatch: $0) }
}
