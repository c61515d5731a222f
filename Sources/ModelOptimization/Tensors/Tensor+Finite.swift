extension Tensor {
  /// Whether no element is infinite or NaN.
  var isFinite: Bool { withElements { Elementwise.allFinite($0, count: count) } }
}
