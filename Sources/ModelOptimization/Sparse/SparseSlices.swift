import CKernels

/// A sparse matrix as its kernels read it: slices of eight rows of about the same length.
final class SparseSlices: Sendable {
  /// The rows of the matrix.
  let rows: Int
  /// The slices, which can be run alone, and on different threads.
  let slices: Int
  private let columns: Int
  // Written once, here.
  nonisolated(unsafe) private let parts: kernel_sparse_slices
  private let memory: SparseMemory

  /// Lays a matrix out.
  ///
  /// - Parameters:
  ///   - matrix: `[rows, columns]`.
  ///   - bias: one element for each row.
  ///   - rectified: whether a ReLU follows.
  ///   - offset: where the element of x lies that a column is multiplied by.
  init(
    _ matrix: SparseMatrix, bias: [Float], rectified: Bool, offset: (Int) -> Int = { $0 }
  ) {
    let lanes = kernel_sparse_lanes
    (rows, columns) = (matrix.rows, matrix.columns)
    slices = (matrix.rows + lanes - 1) / lanes
    func count(_ row: Int) -> Int { matrix.rowStarts[row + 1] - matrix.rowStarts[row] }
    // Among equals the first stays first, so that the layout depends on nothing but the matrix.
    let order = (0..<matrix.rows).sorted { (count($1), $0) < (count($0), $1) }
    var (values, offsets): ([Float], [Int32]) = ([], [])
    var (starts, shared, rests): ([Int], [Int32], [Int]) = ([], [], [])
    var (rowNumbers, biases): ([Int32], [Float]) = ([], [])
    let offsetOfColumn = (0..<matrix.columns).map { Int32(offset($0)) }
    for slice in 0..<slices {
      let members = Array(order[slice * lanes..<min(slice * lanes + lanes, matrix.rows)])
      let least = members.map(count).min() ?? 0
      starts.append(values.count)
      shared.append(Int32(least))
      for index in 0..<least {
        for lane in 0..<lanes {
          // The lanes without a row multiply what nobody reads.
          let element = lane < members.count ? matrix.rowStarts[members[lane]] + index : nil
          values.append(element.map { matrix.values[$0] } ?? 0)
          offsets.append(element.map { offsetOfColumn[Int(matrix.columnIndices[$0])] } ?? 0)
        }
      }
      for lane in 0..<lanes {
        rests.append(values.count)
        guard lane < members.count else {
          rowNumbers.append(-1)
          biases.append(0)
          continue
        }
        let row = members[lane]
        for element in matrix.rowStarts[row] + least..<matrix.rowStarts[row + 1] {
          values.append(matrix.values[element])
          offsets.append(offsetOfColumn[Int(matrix.columnIndices[element])])
        }
        rowNumbers.append(Int32(row))
        biases.append(bias[row])
      }
    }
    starts.append(values.count)
    let memory = SparseMemory()
    parts = kernel_sparse_slices(
      values: memory.keep(values), offsets: memory.keep(offsets),
      slice_starts: memory.keep(starts), shared_counts: memory.keep(shared),
      rest_starts: memory.keep(rests), rows: memory.keep(rowNumbers), bias: memory.keep(biases),
      least: rectified ? 0 : -.infinity)
    self.memory = memory
  }

  /// Bytes of memory.
  var byteCount: Int { memory.byteCount }

  /// One vector, for some of the slices.
  func multiply(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, slices: Range<Int>
  ) {
    withUnsafePointer(to: parts) {
      kernel_sparse_dot_float($0, slices.lowerBound, slices.count, x, y)
    }
  }

  /// Vectors side by side, for some of the slices: y[row · stride + i] from x[offset · stride + i].
  ///
  /// - Parameter width: how many; a multiple of 16.
  func multiply(
    _ x: UnsafePointer<Float>, stride: Int, width: Int, into y: UnsafeMutablePointer<Float>,
    stride resultStride: Int, slices: Range<Int>
  ) {
    withUnsafePointer(to: parts) {
      kernel_sparse_rows_float(
        $0, slices.lowerBound, slices.count, x, stride, width, y, resultStride)
    }
  }

  /// The product with a dense matrix of any width: x `[columns, n]` and y `[rows, n]`.
  func multiply(_ x: UnsafePointer<Float>, columns n: Int, into y: UnsafeMutablePointer<Float>) {
    let whole = n / 16 * 16
    multiply(x, stride: n, width: whole, into: y, stride: n, slices: 0..<slices)
    var (column, result) = (
      [Float](repeating: 0, count: columns), [Float](repeating: 0, count: rows)
    )
    for index in whole..<n {
      for row in 0..<columns { column[row] = x[row * n + index] }
      multiply(column, into: &result, slices: 0..<slices)
      for row in 0..<rows { y[row * n + index] = result[row] }
    }
  }
}

/// Memory that lives as long as a matrix in the layout of its kernels.
final class SparseMemory: @unchecked Sendable {
  // Grows while the matrix is made, on one thread.
  private var blocks: [UnsafeMutableRawPointer] = []
  private(set) var byteCount = 0

  deinit { for block in blocks { block.deallocate() } }

  /// Copies elements to where they stay.
  func keep<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element> {
    let bytes = elements.count * MemoryLayout<Element>.stride
    let block = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 1), alignment: 64)
    elements.withUnsafeBytes {
      if let source = $0.baseAddress { block.copyMemory(from: source, byteCount: bytes) }
    }
    blocks.append(block)
    byteCount += bytes
    return UnsafePointer(block.bindMemory(to: Element.self, capacity: elements.count))
  }
}
