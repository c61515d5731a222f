#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns each row of scores into probabilities that add up to one.
///
///     p[i] = exp(x[i] - max x) / Σ over j of exp(x[j] - max x)
///
/// Subtracting the row's largest score changes nothing in exact arithmetic and keeps `exp` from
/// overflowing: it exceeds the largest `Float` from 88.8 on.
///
/// - Parameter logits: any shape with at least one axis; a row runs along the last axis.
/// - Returns: the same shape.
public func softmax(_ logits: Tensor) -> Tensor {
  requireAxis(logits, "softmax")
  var result = logits
  var values = result.storage.mutableSpan
  for row in lastAxisRows(of: logits) {
    let largest = maximum(logits, in: row)
    var sum: Float = 0
    for index in row {
      values[index] = exp(values[index] - largest)
      sum += values[index]
    }
    for index in row { values[index] /= sum }
  }
  return result
}

/// The logarithms of the probabilities that `softmax` gives, in nats.
///
///     log p[i] = x[i] - max x - log Σ over j of exp(x[j] - max x)
///
/// Taking the logarithm of `softmax` instead would give -∞ where a probability is too small for
/// a `Float`.
///
/// - Parameter logits: any shape with at least one axis; a row runs along the last axis.
/// - Returns: the same shape.
public func logSoftmax(_ logits: Tensor) -> Tensor {
  requireAxis(logits, "logSoftmax")
  var result = logits
  var values = result.storage.mutableSpan
  for row in lastAxisRows(of: logits) {
    let largest = maximum(logits, in: row)
    var sum: Float = 0
    for index in row { sum += exp(values[index] - largest) }
    // The largest is taken off first: its sum with the logarithm would round the logarithm away.
    let logSum = log(sum)
    for index in row { values[index] = (values[index] - largest) - logSum }
  }
  return result
}

private func requireAxis(_ tensor: Tensor, _ name: String) {
  require(
    !tensor.shape.isEmpty,
    "\(name) takes a tensor with at least one axis; it was given a single number.")
}

/// Where the elements of each row of the last axis lie.
private func lastAxisRows(of tensor: Tensor) -> [Range<Int>] {
  guard let length = tensor.shape.last, length > 0 else { return [] }
  return stride(from: 0, to: tensor.count, by: length).map { $0..<$0 + length }
}

private func maximum(_ tensor: Tensor, in row: Range<Int>) -> Float {
  row.reduce(-.infinity) { max($0, tensor.storage[$1]) }
}
