#if canImport(Glibc)
  import Glibc
#endif

/// Memory for floats that lives as long as its object, aligned to a line of the cache.
final class MatmulMemory: Sendable {
  nonisolated(unsafe) let start: UnsafeMutablePointer<Float>

  /// Takes memory of any content.
  init(count: Int) {
    let bytes = max(count, 1) * 4
    let hugePage = 2 << 20
    let isLarge = bytes >= 2 * hugePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? hugePage : 64)
    #if canImport(Glibc)
      // Processors fetch ahead within a page only, and look up the address of each page anew: one
      // row times a matrix of 64 MB is a quarter faster with pages of 2 MB. A refusal costs
      // nothing but that.
      if isLarge { _ = madvise(memory, bytes, MADV_HUGEPAGE) }
    #endif
    start = memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}
