import Dispatch
import Foundation
import Synchronization
import Terminal

/// The keys of a watch, read on a thread of their own: waiting for one must not keep a verdict
/// from the screen.
///
/// The thread owns the terminal, so it is the one to lend it to an editor. It does not know which
/// file is meant: after the key for that it waits for ``edit(_:command:)`` or ``goOn()``.
final class WatchKeyboard: Sendable {
  /// The key after which the thread waits for an answer.
  static let editKey = Key.character("o")

  private enum Answer: Sendable {
    case goOn
    case edit(path: String, command: String)
    case stop
  }

  private let events: AsyncStream<WatchEvent>.Continuation
  private let answer = Mutex(Answer.goOn)
  private let isAnswered = DispatchSemaphore(value: 0)
  private let isClosed = DispatchSemaphore(value: 0)

  /// Begins to read; each key is sent as an event.
  init(_ events: AsyncStream<WatchEvent>.Continuation) {
    self.events = events
    Thread.detachNewThread { [self] in
      do {
        let screen = try TerminalScreen(.inline)
        defer { screen.close() }
        try readKeys(screen)
      } catch {
        events.yield(.keysFailed(error))
      }
      isClosed.signal()
    }
  }

  /// Lends the terminal to the editor; `.edited` follows when it is closed.
  func edit(_ path: String, command: String) { give(.edit(path: path, command: command)) }

  /// Goes on reading keys.
  func goOn() { give(.goOn) }

  /// Ends reading and gives the terminal back, once no more events are taken.
  func stop() {
    give(.stop)
    // Wakes the wait for a key: a change of the window's size is the signal that means no harm.
    kill(getpid(), SIGWINCH)
    // Somebody may open the terminal next, and it can be open only once.
    _ = isClosed.wait(timeout: .now() + 2)
  }

  private func give(_ next: Answer) {
    answer.withLock { $0 = next }
    isAnswered.signal()
  }

  private func readKeys(_ screen: TerminalScreen) throws {
    while true {
      let key = try screen.readKey()
      if case .terminated = events.yield(.key(key)) { return }
      if key == .hangup { return }
      guard key == Self.editKey else { continue }
      isAnswered.wait()
      switch answer.withLock({ $0 }) {
      case .goOn: continue
      case .stop: return
      case .edit(let path, let command):
        var problem: String?
        do {
          try screen.suspended { try Editor.open(path, command: command) }
        } catch {
          // The watch goes on: the file may have been saved all the same.
          problem = error.localizedDescription
        }
        screen.dropTypedKeys()
        events.yield(.edited(problem: problem))
      }
    }
  }
}
