import Synchronization

/// Memory that matrix products pack an operand in; the last piece is kept for the next product.
///
/// Fresh memory costs more than the packing: the system clears each page when it is first touched.
/// Products at the same time on several threads have a piece each, and the last to end is kept.
enum MatmulScratch {
  /// Calls `body` with memory for `count` floats, aligned to 64 bytes, of any content.
  static func lend<Result>(
    _ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Result
  ) -> Result {
    var piece = kept.exchange(0, ordering: .acquiring)
    // The first 64 bytes hold the size.
    var memory = UnsafeMutableRawPointer(bitPattern: piece)
    if memory == nil || capacity(of: memory) < count {
      memory?.deallocate()
      let fresh = UnsafeMutableRawPointer.allocate(byteCount: 64 + count * 4, alignment: 64)
      fresh.storeBytes(of: count, as: Int.self)
      memory = fresh
      piece = UInt(bitPattern: fresh)
    }
    defer { give(back: piece) }
    let start = UnsafeMutableRawPointer(bitPattern: piece + 64)
    guard let start else { fatalError("Memory at the end of the address space.") }
    return body(start.assumingMemoryBound(to: Float.self))
  }

  private static func capacity(of memory: UnsafeMutableRawPointer?) -> Int {
    memory?.load(as: Int.self) ?? -1
  }

  private static func give(back piece: UInt) {
    let other = kept.exchange(piece, ordering: .acquiringAndReleasing)
    UnsafeMutableRawPointer(bitPattern: other)?.deallocate()
  }
}

/// The address of the piece that nobody uses; 0 when there is none.
private let kept = Atomic<UInt>(0)
