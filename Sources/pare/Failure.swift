import ArgumentParser
import Foundation
import Terminal
import Workbook

/// Ends the program after an error: the sentence on standard error, the status from the table.
enum Failure {
  static func exit(with error: any Error) -> Never {
    if error is ExitCode || error is CleanExit || error is ValidationError {
      Pare.exit(withError: error)
    }
    if case TerminalError.system(_, EPIPE) = error {
      // Whoever read our output has had enough: silent, as other programs are.
      Foundation.exit(141)
    }
    if let status = exitStatus(of: error) {
      FileHandle.standardError.write(Data("pare: \(text(of: error))\n".utf8))
      Foundation.exit(status.rawValue)
    }
    // What the argument parser throws: help, the version, wrong usage.
    Pare.exit(withError: error)
  }

  /// What a person reads: the error's own sentence.
  private static func text(of error: any Error) -> String {
    (error as? any LocalizedError)?.errorDescription ?? "\(error)"
  }
}
