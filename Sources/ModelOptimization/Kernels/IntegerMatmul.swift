import CKernels

extension IntegerWeights {
  /// c[row, column] = start[column] + Σ over inner of a[row, inner] · weights[inner, column].
  ///
  /// - Parameters:
  ///   - a: `rows` rows of `k` unsigned activations, each at most `largestActivation`.
  ///   - stride: the distance between rows of `a`; k where they lie together.
  ///   - start: a number for each column, such as a bias less the zero point's part; nil for zeros.
  ///   - c: `rows` rows of n sums.
  package func multiply(
    _ a: UnsafePointer<UInt8>, stride: Int, start: UnsafePointer<Int32>? = nil,
    into c: UnsafeMutablePointer<Int32>, rows: Int
  ) {
    multiply(a, stride: stride, isSigned: false, start: start, into: c, rows: rows)
  }

  /// The same for signed activations.
  ///
  /// Where an instruction takes unsigned ones only, 128 is added to each and 128 times the sum of
  /// the column's weights taken off.
  package func multiply(
    _ a: UnsafePointer<Int8>, stride: Int, start: UnsafePointer<Int32>? = nil,
    into c: UnsafeMutablePointer<Int32>, rows: Int
  ) {
    require(
      form != .pairs || largestActivation == 255,
      "Weights packed for activations up to \(largestActivation) take no signed ones.")
    a.withMemoryRebound(to: UInt8.self, capacity: max(0, (rows - 1) * stride + k)) {
      multiply($0, stride: stride, isSigned: true, start: start, into: c, rows: rows)
    }
  }

  /// The sums of some panels of columns only, on the calling thread: for a caller that cuts the
  /// work itself. Nothing is allocated.
  ///
  /// - Parameters:
  ///   - c: where the sums of all columns begin, `rows` rows of n.
  ///   - panels: within `0..<panelCount`.
  package func multiply(
    _ a: UnsafePointer<UInt8>, stride: Int, start: UnsafePointer<Int32>? = nil,
    into c: UnsafeMutablePointer<Int32>, rows: Int, panels: Range<Int>
  ) {
    require(
      panels.lowerBound >= 0 && panels.upperBound <= panelCount,
      "The panels \(panels) lie outside the \(panelCount) of weights with \(n) columns.")
    kernel_matmul_integer(
      form.rawValue, a, stride, 0, packed, start, c, n, rows, k, n, panels.lowerBound,
      panels.count)
  }

  private func multiply(
    _ a: UnsafePointer<UInt8>, stride: Int, isSigned: Bool, start: UnsafePointer<Int32>?,
    into c: UnsafeMutablePointer<Int32>, rows: Int
  ) {
    func part(rows first: Int, _ count: Int, panels panel: Int, _ panels: Int) {
      kernel_matmul_integer(
        form.rawValue, a + first * stride, stride, isSigned ? 1 : 0, packed, start,
        c + first * n, n, count, k, n, panel, panels)
    }
    let pool = ThreadPool.current
    // Products beneath which a part saves less than it costs: some 25 microseconds of them where
    // threads must be woken, 6 where they are looking for work.
    let smallest = pool.isAwake ? 500_000 : 2_000_000
    let work = rows * k * n
    guard pool.threads > 1, work >= 2 * smallest else {
      return part(rows: 0, rows, panels: 0, panelCount)
    }
    // A power of two of parts that are equally long: two threads end together.
    let worthwhile = min(16, 1 << (Int.bitWidth - 1 - (work / smallest).leadingZeroBitCount))
    if rows >= 128 {
      // A part of fewer rows would read the weights too often for what it does with them. Its rows
      // fill whole tiles.
      let parts = min(worthwhile, rows / 64)
      let height = ((rows + parts - 1) / parts + 7) / 8 * 8
      pool.parallel((rows + height - 1) / height) { index in
        let first = index * height
        part(rows: first, min(height, rows - first), panels: 0, panelCount)
      }
    } else {
      // Few rows: each part takes all of them and some of the columns.
      let parts = min(panelCount, worthwhile)
      pool.parallel(parts) { index in
        let first = panelCount * index / parts
        part(rows: 0, rows, panels: first, panelCount * (index + 1) / parts - first)
      }
    }
  }
}
