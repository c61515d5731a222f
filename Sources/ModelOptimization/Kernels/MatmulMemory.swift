/// Memory for floats that lives as long as its object, aligned to a line of the cache.
final class MatmulMemory: Sendable {
  nonisolated(unsafe) let start: UnsafeMutablePointer<Float>

  init(count: Int) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
    start = memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}
