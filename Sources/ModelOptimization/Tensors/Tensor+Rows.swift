extension Tensor {
  /// The length of the first axis; for a batch, the number of examples in it.
  ///
  /// A tensor without axes is one row.
  @inlinable
  public var rowCount: Int { shape.first ?? 1 }

  /// The number of elements in each row: the product of all axes but the first.
  public var columnCount: Int { shape.dropFirst().reduce(1, *) }

  /// The element at a row and a column of a tensor of shape `[rows, columns]`.
  @inlinable
  public subscript(row: Int, column: Int) -> Float {
    get { storage[offset(row: row, column: column)] }
    set { storage[offset(row: row, column: column)] = newValue }
  }

  /// One row of a tensor, flat.
  public subscript(row: Int) -> [Float] {
    Array(storage[elementRange(of: row..<row + 1)])
  }

  /// Some of the rows, as a tensor of their own; its other axes stay as they are.
  ///
  /// - Parameter range: rows of the first axis, within `0..<rowCount`.
  public func rows(_ range: Range<Int>) -> Tensor {
    Tensor(Array(storage[elementRange(of: range)]), shape: [range.count] + shape.dropFirst())
  }

  /// The rows at `indices`, in that order: how a shuffled batch is put together.
  ///
  /// - Parameter indices: rows of the first axis, each in `0..<rowCount`.
  public func rows(at indices: some Collection<Int>) -> Tensor {
    let starts = indices.map { elementRange(of: $0..<$0 + 1).lowerBound }
    let columns = columnCount
    return Tensor(shape: [starts.count] + shape.dropFirst()) { chosen in
      withElements { elements in
        parallelRanges(starts.count, grain: max(1, elementGrain / max(1, columns))) { rows in
          for row in rows {
            (chosen + row * columns).update(from: elements + starts[row], count: columns)
          }
        }
      }
    }
  }

  /// The tensor of shape `[columns, rows]` in which rows and columns have changed places.
  public func transposed() -> Tensor {
    require(
      shape.count == 2,
      "Only a tensor of shape [rows, columns] is transposed; this one is \(shape).")
    let (rows, columns) = (shape[0], shape[1])
    var result = Tensor(zeros: [columns, rows])
    let source = storage.span
    var target = result.storage.mutableSpan
    for column in 0..<columns {
      for row in 0..<rows {
        target[column * rows + row] = source[row * columns + column]
      }
    }
    return result
  }

  /// The place of an element in row-major order.
  ///
  /// This and the subscripts are compiled into the program that uses them: a call for each
  /// element would cost several times the arithmetic. The rules stay outside.
  @inlinable
  func offset(row: Int, column: Int) -> Int {
    if shape.count != 2 || row < 0 || row >= shape[0] || column < 0 || column >= shape[1] {
      refuse(row: row, column: column)
    }
    return row * shape[1] + column
  }

  @usableFromInline
  func refuse(row: Int, column: Int) -> Never {
    require(
      shape.count == 2,
      "[row, column] needs a tensor of shape [rows, columns]; this one is \(shape).")
    fatalError("[\(row), \(column)] lies outside a tensor of shape \(shape).")
  }

  private func elementRange(of rows: Range<Int>) -> Range<Int> {
    require(
      !shape.isEmpty && rows.lowerBound >= 0 && rows.upperBound <= shape[0],
      "The rows \(rows) lie outside a tensor of shape \(shape).")
    return rows.lowerBound * columnCount..<rows.upperBound * columnCount
  }
}
