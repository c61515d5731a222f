import Synchronization

/// Keeps what it is given, from any thread.
final class Recorder<Value: Sendable>: Sendable {
  private let recorded = Locked<[Value]>([])

  var values: [Value] { recorded.withLock { $0 } }

  func append(_ value: Value) { recorded.withLock { $0.append(value) } }
}

/// Holds up tasks until it is opened.
actor Gate {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func pass() async {
    if isOpen { return }
    await withCheckedContinuation { waiting.append($0) }
  }

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}

/// A flag that any thread may raise.
final class Flag: Sendable {
  private let raised = Atomic<Bool>(false)

  var isRaised: Bool { raised.load(ordering: .acquiring) }

  func raise() { raised.store(true, ordering: .releasing) }
}

/// Where threads wait for each other: with fewer than it expects, they would wait forever.
final class Meeting: Sendable {
  private let expected: Int
  private let arrived = Atomic<Int>(0)

  init(of expected: Int) { self.expected = expected }

  func join() {
    arrived.add(1, ordering: .acquiringAndReleasing)
    while arrived.load(ordering: .acquiring) < expected { yieldThread() }
  }
}
