public import Foundation

extension TerminalError: LocalizedError {
  /// What happened and what to do.
  public var errorDescription: String? {
    switch self {
    case .notATerminal:
      "this needs a terminal, and standard input or output is none. "
        + "Leave out the redirection, or use --plain or --no-input."
    case .system("write", EBADF):
      "standard output is closed, so nothing can be said there. "
        + "Leave it open, or send it to a file or to /dev/null."
    case .system("write", let code):
      "standard output: \(String(cString: strerror(code))). "
        + "Free some space or choose another place, then try again."
    case .system(let call, let code):
      "the terminal failed: \(call): \(String(cString: strerror(code)))."
    case .editor(let command, let status):
      "the editor \"\(command)\" could not be used (status \(status)). "
        + "Set EDITOR to the command that opens your editor, such as \"nano\" or \"code --wait\"."
    }
  }
}
