/// The place of the largest element in each row: the predicted classes of a batch of scores.
///
/// Among equals the first wins. NaN never wins against a number.
///
/// - Parameter scores: shape `[batch, classes]` with at least one class.
/// - Returns: for each row, a number in `0..<classes`.
public func argmax(_ scores: Tensor) -> [Int] {
  require(
    scores.shape.count == 2 && scores.shape[1] > 0,
    "argmax takes scores of shape [batch, classes] with at least one class; "
      + "it was given \(scores.shape).")
  let classes = scores.shape[1]
  return (0..<scores.rowCount).map { row in
    var best = 0
    var largest = -Float.infinity
    for column in 0..<classes where scores.storage[row * classes + column] > largest {
      best = column
      largest = scores.storage[row * classes + column]
    }
    return best
  }
}
