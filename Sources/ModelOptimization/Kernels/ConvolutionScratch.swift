import Synchronization

/// Memory that kernels work in, one piece for each thread, taken once and used by every call.
///
/// A piece is lent to one thread at a time. Where more threads come than there are pieces, or one
/// asks for more than a piece holds, it gets memory of its own for the time of the call: that is
/// slower, never wrong.
package final class ConvolutionScratch: Sendable {
  /// Bytes of each piece.
  private let bytes: Int
  private let pieces: Int
  private let lent = Atomic<UInt64>(0)
  nonisolated(unsafe) private let memory: UnsafeMutableRawPointer

  /// Takes the memory.
  ///
  /// - Parameters:
  ///   - count: elements that a call needs; `PackedConvolution.scratchCount` says how many.
  ///   - threads: how many threads call at the same time; the first 64 have a piece.
  package convenience init(count: Int, threads: Int) {
    self.init(bytes: 4 * count, threads: threads)
  }

  /// Takes the memory.
  ///
  /// - Parameters:
  ///   - bytes: what a call needs.
  ///   - threads: how many threads call at the same time; the first 64 have a piece.
  package init(bytes: Int, threads: Int) {
    require(bytes >= 0 && threads >= 1, "Scratch is for at least 1 thread, not \(threads).")
    // Pieces begin on lines of the cache of their own.
    self.bytes = (bytes + 127) / 64 * 64
    pieces = min(threads, 64)
    memory = .allocate(byteCount: self.bytes * pieces, alignment: 64)
  }

  deinit { memory.deallocate() }

  /// Calls `body` with memory for at least `needed` elements, aligned to 64 bytes, of any content.
  package func lend<Result>(
    _ needed: Int, _ body: (UnsafeMutablePointer<Float>) -> Result
  ) -> Result {
    lend(bytes: 4 * needed) { body($0.assumingMemoryBound(to: Float.self)) }
  }

  /// Calls `body` with memory for at least `needed` bytes, aligned to 64, of any content.
  package func lend<Result>(
    bytes needed: Int, _ body: (UnsafeMutableRawPointer) -> Result
  ) -> Result {
    if needed <= bytes, let piece = takePiece() {
      defer { lent.bitwiseAnd(~(1 << UInt64(piece)), ordering: .releasing) }
      return body(memory + piece * bytes)
    }
    let own = UnsafeMutableRawPointer.allocate(byteCount: max(needed, 1), alignment: 64)
    defer { own.deallocate() }
    return body(own)
  }

  private func takePiece() -> Int? {
    for piece in 0..<pieces {
      let bit: UInt64 = 1 << UInt64(piece)
      if lent.bitwiseOr(bit, ordering: .acquiring).oldValue & bit == 0 { return piece }
    }
    return nil
  }
}
