/// How the weights of a filter or a neuron become one number to rank it by.
public enum ChannelNorm: String, Sendable, CaseIterable {
  /// Σ |w|. Source: Li et al., "Pruning Filters for Efficient ConvNets", 2017, arXiv:1608.08710.
  case l1
  /// √(Σ w²).
  case l2

  /// The norm of each slice of a tensor along an axis, one for each place of that axis.
  func norms(of tensor: Tensor, along axis: Int) -> [Double] {
    let count = tensor.shape[axis]
    let inner = tensor.shape[(axis + 1)...].reduce(1, *)
    var sums = [Double](repeating: 0, count: count)
    tensor.withElements { values in
      for element in 0..<tensor.count {
        let value = Double(values[element])
        sums[element / inner % count] += self == .l1 ? abs(value) : value * value
      }
    }
    return self == .l1 ? sums : sums.map { $0.squareRoot() }
  }
}

extension Tensor {
  /// Some places of an axis, in the given order, as a tensor of their own.
  func selecting(_ places: [Int], alongAxis axis: Int) -> Tensor {
    let (length, inner) = (shape[axis], shape[(axis + 1)...].reduce(1, *))
    let outer = shape[..<axis].reduce(1, *)
    var newShape = shape
    newShape[axis] = places.count
    return Tensor(shape: newShape) { target in
      withElements { source in
        for block in 0..<outer {
          for (index, place) in places.enumerated() {
            (target + (block * places.count + index) * inner).update(
              from: source + (block * length + place) * inner, count: inner)
          }
        }
      }
    }
  }
}
