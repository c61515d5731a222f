import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Capabilities {
  /// A stream of the process.
  public enum Stream: Sendable {
    case output
    case error

    var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }
  }

  /// Asks the system what a stream of this process is, and decides what it can show.
  ///
  /// Standard output and error are asked apart: one may be a file while the other is a window.
  ///
  /// - Parameters:
  ///   - stream: which of the two.
  ///   - environment: the variables to decide by; nil takes the process's own.
  ///   - options: what the command line says.
  public static func detect(
    _ stream: Stream = .output,
    environment: [String: String]? = nil,
    options: DisplayOptions = DisplayOptions()
  ) -> Capabilities {
    decide(
      isTerminal: isatty(stream.descriptor) == 1, window: windowSize(of: stream.descriptor),
      environment: environment ?? ProcessInfo.processInfo.environment, options: options)
  }
}

/// The columns and rows of the window behind a descriptor; nil where there is none.
func windowSize(of descriptor: Int32) -> (columns: Int, rows: Int)? {
  var size = winsize()
  guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
  return (Int(size.ws_col), Int(size.ws_row))
}
