/// A block of 32-bit floating-point numbers with a shape.
///
/// A tensor is a value: a copy is independent of its origin. The elements lie in row-major
/// order, the last axis fastest: in a tensor of shape `[rows, columns]`, the element at
/// `[row, column]` is number `row * columns + column`.
///
/// ```swift
/// var x = Tensor([[1, 2, 3], [4, 5, 6]])  // shape [2, 3]
/// x[1, 0] = 7                             // row 1 is now [7, 5, 6]
/// ```
public struct Tensor: Equatable, Sendable {
  /// The length of each axis, the outermost first; empty for a single number.
  public let shape: [Int]

  @usableFromInline
  var storage: [Float]

  /// Creates a tensor from its elements in row-major order.
  ///
  /// - Parameters:
  ///   - elements: as many numbers as the product of `shape`.
  ///   - shape: the length of each axis; none may be negative.
  public init(_ elements: [Float], shape: [Int]) {
    let expected = elementCount(of: shape)
    require(
      elements.count == expected,
      "A tensor of shape \(shape) has \(expected) elements; \(elements.count) were given.")
    self.shape = shape
    storage = elements
  }

  /// Creates a tensor of zeros.
  ///
  /// - Parameter shape: the length of each axis; none may be negative.
  public init(zeros shape: [Int]) {
    self.shape = shape
    storage = [Float](repeating: 0, count: elementCount(of: shape))
  }

  /// Creates a tensor of shape `[rows, columns]` from its rows, which must be equally long.
  public init(_ rows: [[Float]]) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() {
      require(
        row.count == columns,
        "The rows of a tensor are equally long; row 0 has \(columns) elements, "
          + "row \(index) has \(row.count).")
    }
    shape = [rows.count, columns]
    storage = Array(rows.joined())
  }

  /// The elements in row-major order.
  @inlinable
  public var elements: [Float] { storage }

  /// The number of elements: the product of `shape`.
  @inlinable
  public var count: Int { storage.count }

  /// The same elements in another shape.
  ///
  /// - Parameter newShape: the length of each axis; their product must be `count`.
  public func reshaped(to newShape: [Int]) -> Tensor {
    require(
      elementCount(of: newShape) == count,
      "A tensor of shape \(shape) has \(count) elements and cannot take the shape \(newShape), "
        + "which has \(elementCount(of: newShape)).")
    return Tensor(storage, shape: newShape)
  }
}

/// The product of the axes; 1 for the empty shape.
func elementCount(of shape: [Int]) -> Int {
  var count = 1
  for length in shape {
    require(length >= 0, "No axis of a shape is negative; \(shape) has one of \(length).")
    let (product, overflow) = count.multipliedReportingOverflow(by: length)
    require(!overflow, "The shape \(shape) has more elements than fit in memory.")
    count = product
  }
  return count
}
