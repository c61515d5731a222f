#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where questions are written and answers come from: a terminal, a pipe, or a test.
public protocol Console: AnyObject {
  /// Whether single keys can be read, without Enter.
  var readsKeys: Bool { get }
  /// Whether answers come from a pipe, so that nothing shows them unless they are written again.
  var echoesInput: Bool { get }
  /// The next line without its end; nil when no more will come.
  func readLine() throws -> String?
  /// The next key; nil when no more will come, or where keys cannot be read.
  func readKey() throws -> Key?
  /// Writes text as it is.
  func write(_ text: String) throws
  /// Drops what was typed before a question was shown, so that it answers nothing by accident.
  func dropTypedInput()
}

/// Standard input and output.
public final class TerminalConsole: Console {
  /// Whether single keys can be read.
  public let readsKeys: Bool
  /// Whether answers come from a pipe.
  public let echoesInput: Bool
  private let input: Input
  private var buffer: [UInt8] = []
  private var isAtEnd = false

  /// Where answers come from.
  public enum Input: Sendable {
    /// Standard input, be it a terminal or a pipe.
    case standard
    /// Nowhere: `--no-input`.
    case none
  }

  /// Makes a console.
  ///
  /// - Parameters:
  ///   - input: where answers come from.
  ///   - readsKeys: whether single keys may be read where standard input is a terminal; false for
  ///     a screen reader, which announces typed lines better.
  public init(input: Input = .standard, readsKeys: Bool = true) {
    self.input = input
    echoesInput = isatty(STDIN_FILENO) == 0
    self.readsKeys =
      readsKeys && input == .standard && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
  }

  /// The next line without its end; a last line without an end counts. Bytes that are not UTF-8
  /// become U+FFFD.
  public func readLine() throws -> String? {
    guard input == .standard else { return nil }
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = text(of: buffer[..<end])
        buffer.removeSubrange(...end)
        return line
      }
      if isAtEnd {
        guard !buffer.isEmpty else { return nil }
        defer { buffer = [] }
        return text(of: buffer[...])
      }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count > 0 {
        buffer += chunk[..<count]
      } else if count == 0 || errno == EIO {
        // ^D ends what is being asked; on a terminal a later question may read again.
        isAtEnd = isatty(STDIN_FILENO) == 0 || count < 0
        if buffer.isEmpty { return nil }
        if !isAtEnd { buffer.append(0x0A) }
      } else if errno != EINTR {
        throw TerminalError.system(call: "read", code: errno)
      }
    }
  }

  private func text(of bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes
    if bytes.last == 0x0D { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The next key.
  public func readKey() throws -> Key? {
    guard readsKeys else { return nil }
    let screen = try TerminalScreen(.inline)
    defer { screen.close() }
    while true {
      switch try screen.readKey() {
      case .hangup: return nil
      // ^D is the end of file of a terminal in raw mode.
      case .control("d"): return nil
      case .redraw: continue
      case let key: return key
      }
    }
  }

  /// Writes to standard output.
  public func write(_ text: String) throws { try writeOutput(text) }

  /// Drops what was typed but not read; what comes from a pipe is kept.
  public func dropTypedInput() {
    guard isatty(STDIN_FILENO) == 1 else { return }
    tcflush(STDIN_FILENO, TCIFLUSH)
    buffer = []
  }
}

/// Writes text to standard output, all of it.
///
/// Unlike `print` it says when the text could not be written: a full disk, a closed pipe.
///
/// - Throws: `TerminalError.system`.
public func writeOutput(_ text: String) throws {
  var text = text
  let isWritten = text.withUTF8 { buffer in
    buffer.baseAddress.map { writeAll(STDOUT_FILENO, $0, buffer.count) } ?? true
  }
  guard isWritten else { throw TerminalError.system(call: "write", code: errno) }
}
