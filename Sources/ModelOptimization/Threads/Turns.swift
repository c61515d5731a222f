import Synchronization

/// Who does which part of a loop.
///
/// Each thread has a share of the parts and takes those first, so that it meets the data that it
/// worked on in the loop before, which are still in its own caches; then it takes what is left of
/// the others' shares.
final class Turns: @unchecked Sendable {
  private let threads: Int
  /// For each thread the next part of its share. Each lies in cache lines of its own, for
  /// neighbours in one line would take it from each other at every turn.
  private let next: UnsafeMutableRawPointer
  private static let distance = 128

  init(threads: Int) {
    self.threads = threads
    next = .allocate(byteCount: threads * Turns.distance, alignment: Turns.distance)
    for thread in 0..<threads {
      (next + thread * Turns.distance).initializeMemory(as: Atomic<Int>.self, to: Atomic(0))
    }
  }

  deinit { next.deallocate() }

  /// Lays out the shares of a loop of `count` parts, while nobody takes any.
  func begin(_ count: Int) {
    for thread in 0..<threads {
      place(thread).pointee.store(start(of: thread, count), ordering: .relaxed)
    }
  }

  /// Calls `body` for the parts that the thread gets.
  func take(thread: Int, of count: Int, _ body: (Int) -> Void) {
    for step in 0..<threads {
      let owner = (thread + step) % threads
      let end = start(of: owner + 1, count)
      let place = place(owner)
      while true {
        let part = place.pointee.wrappingAdd(1, ordering: .relaxed).oldValue
        guard part < end else { break }
        body(part)
      }
    }
  }

  private func start(of thread: Int, _ count: Int) -> Int {
    let (quotient, remainder) = count.quotientAndRemainder(dividingBy: threads)
    return thread * quotient + min(thread, remainder)
  }

  private func place(_ thread: Int) -> UnsafeMutablePointer<Atomic<Int>> {
    (next + thread * Turns.distance).assumingMemoryBound(to: Atomic<Int>.self)
  }
}
