// What the kernels read and write: the elements of a tensor as plain memory. A tensor without
// elements has an address too, which nobody reads.

extension Tensor {
  /// Creates a tensor whose elements are written once, without being zero before.
  ///
  /// - Parameters:
  ///   - shape: the length of each axis; none may be negative.
  ///   - fill: writes every element, whose number is the product of `shape`.
  package init(shape: [Int], fill: (UnsafeMutablePointer<Float>) -> Void) {
    let count = elementCount(of: shape)
    self.shape = shape
    storage = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      fill(buffer.baseAddress ?? nowhere.address)
      initialized = count
    }
  }

  /// A stand-in of the same shape that holds no elements, for a place that a tensor is taken out of
  /// and soon put back into. Nobody may compute with it.
  var withoutElements: Tensor { Tensor(standInOf: shape) }

  private init(standInOf shape: [Int]) {
    self.shape = shape
    storage = []
  }

  /// Lets `body` read the elements in row-major order.
  package func withElements<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
    storage.withUnsafeBufferPointer { body($0.baseAddress ?? UnsafePointer(nowhere.address)) }
  }

  /// Lets `body` change the elements in place.
  package mutating func withMutableElements<Result>(
    _ body: (UnsafeMutablePointer<Float>) -> Result
  ) -> Result {
    storage.withUnsafeMutableBufferPointer { body($0.baseAddress ?? nowhere.address) }
  }
}

/// Lets `body` read the elements of two tensors.
package func withElements<Result>(
  _ a: Tensor, _ b: Tensor, _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Result
) -> Result {
  a.withElements { a in b.withElements { b in body(a, b) } }
}

/// Lets `body` read the elements of three tensors.
package func withElements<Result>(
  _ a: Tensor, _ b: Tensor, _ c: Tensor,
  _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Result
) -> Result {
  a.withElements { a in b.withElements { b in c.withElements { c in body(a, b, c) } } }
}

/// The address of a tensor without elements.
private struct Nowhere: @unchecked Sendable {
  let address = UnsafeMutablePointer<Float>.allocate(capacity: 1)
}

private let nowhere = Nowhere()
