import ArgumentParser
import Foundation
import Terminal
import Workbook

/// Ends the program after an error: the sentence on standard error, the status from the table.
enum Failure {
  /// - Parameter isRunning: whether the command had begun. Its usage, which the argument parser
  ///   shows, helps with arguments only that were wrong by themselves.
  static func exit(with error: any Error, isRunning: Bool) -> Never {
    if isRunning, error is ValidationError {
      complain("pare: \(text(of: error))\n")
      Foundation.exit(ExitStatus.usage.rawValue)
    }
    if error is ExitCode || error is CleanExit || error is ValidationError {
      Pare.exit(withError: error)
    }
    if let status = exitStatus(of: error) {
      complain("pare: \(text(of: error))\n")
      Foundation.exit(status.rawValue)
    }
    // What the argument parser throws: help, the version, wrong usage.
    Pare.exit(withError: error)
  }

  /// What a person reads: the error's own sentence.
  private static func text(of error: any Error) -> String {
    let text = (error as? any LocalizedError)?.errorDescription ?? "\(error)"
    // Names from the command line and from files may be in it.
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).withoutControls }.joined(separator: "\n")
  }
}
