import CKernels
import Synchronization

extension Roofline {
  /// Measures this machine; about a third of a second.
  ///
  /// Everything is measured several times and the best counts: what another program took away is
  /// not what the machine can do. The peak is that of the instructions which the kernels use; the
  /// environment variable `PARE_KERNELS` caps both.
  ///
  /// - Parameter threads: how many work; at least 1. More than there are cores measures how the
  ///   cores are shared.
  public static func measured(threads: Int = 1) -> Roofline {
    let bench = Bench(threads: threads)
    var levels: [Level] = []
    var beyond = 0
    for cache in CacheLevel.ofThisMachine {
      let sharers = min(threads, cache.sharedBy)
      // Half of it: the rest of the program lives there, too.
      let block = cache.bytes / 2 / sharers
      levels.append(
        Level(
          name: "L\(cache.number)", bytes: cache.bytes / sharers * threads,
          gigabytesPerSecond: bench.readSpeed(blockBytes: block)))
      beyond = max(beyond, cache.bytes)
    }
    // So much that what is left of it in the caches does not count, and not all of a small machine.
    let total = min(max(4 * beyond, 64 << 20), 512 << 20)
    levels.append(
      Level(
        name: "memory", bytes: nil,
        gigabytesPerSecond: bench.readSpeed(blockBytes: total / threads)))
    return Roofline(
      threads: threads, peakGigaFLOPs: bench.multiplyAddSpeed(), levels: levels)
  }

  /// The instructions that the kernels of this library use on this machine.
  public static var instructionSet: String {
    switch kernel_chosen_instruction_set() {
    case Int32(kernel_avx512.rawValue): "AVX-512"
    case Int32(kernel_avx2.rawValue): "AVX2"
    case Int32(kernel_neon.rawValue): "NEON"
    default: "portable"
    }
  }
}

/// Runs the same piece of work on some threads at once and takes the best of several times.
private struct Bench {
  let pool: ThreadPool
  private let clock = ContinuousClock()

  init(threads: Int) { pool = ThreadPool(threads: threads) }

  /// 10⁹ floating-point operations a second.
  func multiplyAddSpeed() -> Double {
    let operations = Atomic<Int>(0)
    let rounds = 20_000
    return bestRate(of: pool.threads) { _ in
      var sum: Float = 0
      operations.store(Int(kernel_peak_float(rounds, &sum)), ordering: .relaxed)
      keep(sum)
    } perCall: {
      operations.load(ordering: .relaxed)
    }
  }

  /// 10⁹ bytes a second.
  ///
  /// - Parameter blockBytes: what each thread reads, again and again.
  func readSpeed(blockBytes: Int) -> Double {
    let count = max(blockBytes / 4, 256)
    let block = UnsafeMutablePointer<Float>.allocate(capacity: count * pool.threads)
    defer { block.deallocate() }
    // Whatever is never written to may all be the same page of zeros.
    pool.parallel(pool.threads) {
      block.advanced(by: $0 * count).initialize(repeating: 1, count: count)
    }
    let readings = max(1, (1 << 20) / (4 * count))
    let start = UnsafePointer(block)
    return bestRate(of: pool.threads) { part in
      var sum: Float = 0
      for _ in 0..<readings { sum += kernel_read_bandwidth(start + part * count, count) }
      keep(sum)
    } perCall: {
      4 * count * readings
    }
  }

  /// The best of several samples, each of some milliseconds: 10⁹ units a second.
  private func bestRate(
    of parts: Int, _ work: (Int) -> Void, perCall units: () -> Int
  ) -> Double {
    // The first run warms up and tells how many make a sample.
    let first = time { pool.parallel(parts, work) }
    let calls = max(1, Int(0.004 / max(first, 1e-6)))
    var best = 0.0
    // A system that has put two threads on one core takes its time to move one of them.
    for _ in 0..<(parts == 1 ? 6 : 10) {
      let elapsed = time { pool.parallel(parts) { part in for _ in 0..<calls { work(part) } } }
      best = max(best, Double(units() * parts * calls) / max(elapsed, 1e-9) / 1e9)
    }
    return best
  }

  private func time(_ work: () -> Void) -> Double {
    let start = clock.now
    work()
    return (clock.now - start) / .seconds(1)
  }
}

/// Where results go that nobody reads, so that no compiler drops the work.
private func keep(_ value: Float) { kept.store(value.bitPattern, ordering: .relaxed) }

private let kept = Atomic<UInt32>(0)
