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
      threads: threads, peakGigaFLOPs: bench.multiplyAddSpeed(), levels: neverSlowerNearer(levels))
  }

  /// The levels, none slower than one that is farther away: where it seems to be, another program
  /// was in the way.
  package static func neverSlowerNearer(_ levels: [Level]) -> [Level] {
    var fastest = 0.0
    let corrected = levels.reversed().map { level in
      fastest = max(fastest, level.gigabytesPerSecond)
      return Level(name: level.name, bytes: level.bytes, gigabytesPerSecond: fastest)
    }
    return corrected.reversed()
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
    pool.parallel(pool.threads) { part in
      (block + part * count).initialize(repeating: 1, count: count)
    }
    // A large block is read in pieces, one a call, so that a sample stays short; a small one more
    // than once.
    let pieces = max(1, count / (1 << 20))
    let piece = count / pieces
    let readings = max(1, (1 << 16) / piece)
    let start = UnsafePointer(block)
    let turn = Atomic<Int>(0)
    return bestRate(of: pool.threads, samples: 2 * pieces) { part in
      let next = turn.load(ordering: .relaxed) / pool.threads % pieces
      var sum: Float = 0
      for _ in 0..<readings {
        sum += kernel_read_bandwidth(start + part * count + next * piece, piece)
      }
      keep(sum)
      turn.wrappingAdd(1, ordering: .relaxed)
    } perCall: {
      4 * piece * readings
    }
  }

  /// The best of many samples, each of about a millisecond: 10⁹ units a second.
  ///
  /// Short ones: on a busy machine few of them pass undisturbed, and no long one does.
  ///
  /// - Parameters:
  ///   - samples: how many at least.
  private func bestRate(
    of parts: Int, samples: Int = 0, _ work: (Int) -> Void, perCall units: () -> Int
  ) -> Double {
    // The first run warms up, the second tells how many make a sample.
    pool.parallel(parts, work)
    let first = time { pool.parallel(parts, work) }
    let calls = max(1, Int(0.001 / max(first, 1e-6)))
    var best = 0.0
    // A system that has put two threads on one core takes its time to move one of them.
    for _ in 0..<max(samples, parts == 1 ? 24 : 48) {
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
