import CKernels

/// A matrix of 8-bit weights, `[k, n]`, packed once for products with 8-bit activations.
///
/// The products are exact: 32-bit sums of 8-bit products, the same for every form and every number
/// of threads. Which form is taken is decided here, when the weights are known: AVX2's fast
/// instruction adds two products in 16 bits, and may be used only where no pair of weights can
/// exceed them (`kernel_choose_integer_form` in integer.h has the proof).
package final class IntegerWeights: Sendable {
  /// The rows of the weights: how many activations each sum takes.
  package let k: Int
  /// The columns of the weights: how many sums a row of activations gives.
  package let n: Int
  /// How the weights are multiplied.
  package let form: IntegerForm
  /// The largest activation that `form` was chosen for.
  package let largestActivation: Int
  /// Σ of each column, `[n]`: a zero point z of the activations adds z times that to every sum.
  package let columnSums: [Int32]
  /// The panels of columns that the products are computed by.
  package let panelCount: Int
  nonisolated(unsafe) let packed: UnsafeMutablePointer<Int8>

  /// Packs weights.
  ///
  /// - Parameters:
  ///   - weights: the element at [row, column] stands at row * rowStride + column * columnStride.
  ///   - k: the rows.
  ///   - n: the columns.
  ///   - rowStride: n for weights stored row after row; 1 for transposed ones, `[n, k]`.
  ///   - columnStride: 1 for weights stored row after row; k for transposed ones.
  ///   - largestActivation: no unsigned activation will exceed it; 127 for a 7-bit range makes the
  ///     fast form exact whatever the weights. Signed activations count as 255.
  ///   - form: the form to take, for tests and comparisons; nil for the best that is exact.
  package init(
    _ weights: UnsafePointer<Int8>, k: Int, n: Int, rowStride: Int, columnStride: Int,
    largestActivation: Int = 255, form: IntegerForm? = nil
  ) {
    require(k >= 0 && n >= 0, "Weights of shape [\(k), \(n)] cannot be packed.")
    require(
      (0...255).contains(largestActivation),
      "Activations of 8 bits lie in 0...255; \(largestActivation) was given as their largest.")
    self.k = k
    self.n = n
    self.largestActivation = largestActivation
    let best = kernel_choose_integer_form(
      weights, k, n, rowStride, columnStride, Int32(largestActivation))
    let chosen = form ?? IntegerForm(rawValue: best) ?? .plain
    require(chosen.isAvailable, "This processor cannot multiply in the form \(chosen).")
    if chosen == .pairs {
      let fit = IntegerWeights.pairsFit(
        weights, k: k, n: n, rowStride: rowStride, columnStride: columnStride,
        largestActivation: largestActivation)
      require(fit, "These weights exceed 16 bits in pairs and need another form.")
    }
    self.form = chosen
    var sums = [Int32](repeating: 0, count: n)
    for column in 0..<n {
      for row in 0..<k {
        sums[column] &+= Int32(weights[row * rowStride + column * columnStride])
      }
    }
    columnSums = sums
    let width = kernel_integer_panel_columns(chosen.rawValue)
    panelCount = (n + width - 1) / width
    let bytes = kernel_integer_packed_bytes(chosen.rawValue, k, n)
    // Lines of the cache have 64 bytes.
    packed = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 64), alignment: 64)
      .bindMemory(to: Int8.self, capacity: max(bytes, 64))
    kernel_pack_integer(chosen.rawValue, weights, k, n, rowStride, columnStride, packed)
  }

  deinit { packed.deallocate() }

  /// Whether every pair of products of neighbours in a column fits 16 bits: the proof that lets
  /// AVX2 multiply in pairs.
  package static func pairsFit(
    _ weights: UnsafePointer<Int8>, k: Int, n: Int, rowStride: Int, columnStride: Int,
    largestActivation: Int = 255
  ) -> Bool {
    kernel_integer_pairs_fit(
      weights, k, n, rowStride, columnStride, Int32(largestActivation)) == 1
  }

  /// The bytes that the packed weights take.
  package var byteCount: Int { kernel_integer_packed_bytes(form.rawValue, k, n) }
}

/// How 8-bit weights are packed and multiplied; all forms give the same sums.
package enum IntegerForm: Int32, CaseIterable, Sendable {
  /// Plain C.
  case plain = 0
  /// ARM: 16-bit products are added in 32 bits.
  case neon = 1
  /// AVX2: two 8-bit products are added in 16 bits, where the weights prove that they fit.
  case pairs = 2
  /// AVX2: 8 bits are widened to 16, and two products added in 32 bits.
  case words = 3
  /// AVX-512 with VNNI: four 8-bit products are added in 32 bits.
  case dot = 4
  /// ARM with its dot product: four 8-bit products are added in 32 bits.
  case neonDot = 5

  /// Whether this processor can multiply in the form.
  package var isAvailable: Bool { kernel_integer_form_runs(rawValue) == 1 }
}
