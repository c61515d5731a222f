import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A pipe whose ends close by themselves, each above the descriptors that children are given.
final class BytePipe: Sendable {
  /// The end that is read; reading does not wait.
  let readEnd: Int32
  private let writer: Mutex<Int32>

  /// The end that is written, or −1 after it was closed.
  var writeEnd: Int32 { writer.withLock { $0 } }

  /// - Throws: ``GradingError/cannotStart(program:code:)`` where no descriptor is left.
  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw GradingError.cannotStart(program: "pipe", code: errno)
    }
    // From 64 on, so that moving an end to 1 … 4 in a child never overwrites another end.
    let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 64) }
    let code = errno
    for end in ends { close(end) }
    guard moved.allSatisfy({ $0 >= 0 }) else {
      for end in moved where end >= 0 { close(end) }
      throw GradingError.cannotStart(program: "pipe", code: code)
    }
    readEnd = moved[0]
    writer = Mutex(moved[1])
    _ = fcntl(readEnd, F_SETFL, fcntl(readEnd, F_GETFL) | O_NONBLOCK)
  }

  deinit {
    close(readEnd)
    closeWriteEnd()
  }

  /// Closes the end that is written.
  func closeWriteEnd() {
    writer.withLock { end in
      if end >= 0 { close(end) }
      end = -1
    }
  }

  /// Writes a text that fits the pipe's buffer (64 KiB; orders are far shorter).
  func write(_ text: String) {
    let bytes = Array(text.utf8)
    writer.withLock { end in
      #if canImport(Glibc)
        _ = Glibc.write(end, bytes, bytes.count)
      #elseif canImport(Darwin)
        _ = Darwin.write(end, bytes, bytes.count)
      #endif
    }
  }

  /// Wakes whoever polls the read end.
  func notify() { write("!") }

  /// Reads what is there; 0 at the end, negative where nothing is there yet.
  func read(into buffer: inout [UInt8]) -> Int {
    #if canImport(Glibc)
      Glibc.read(readEnd, &buffer, buffer.count)
    #elseif canImport(Darwin)
      Darwin.read(readEnd, &buffer, buffer.count)
    #endif
  }

  /// Whether a read would return something at once.
  var hasBytes: Bool {
    var descriptor = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) > 0
  }
}
