/// Which attributes a solution may use.
///
/// Some give a function another symbol's name, place code where the system runs it, or answer for
/// a protocol under another name: with them a file can take the place of what the checks call, and
/// its object looks as if the compiler had made it.
enum SourcePolicy {
  private static let refused: Set<String> = ["c", "cdecl", "extern", "section", "used", "abi"]

  /// Why the source is refused, with what to do; nil where it is not.
  static func refusal(of source: String) -> String? {
    let lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      if line.drop(while: \.isWhitespace).hasPrefix("//") { continue }
      var before: Character = " "
      var rest = line[...]
      while let character = rest.popFirst() {
        defer { before = character }
        // An address such as `a@c` is no attribute.
        guard character == "@", !before.isLetter, !before.isNumber else { continue }
        let name = rest.drop(while: \.isWhitespace).prefix {
          $0.isLetter || $0.isNumber || $0 == "_"
        }
        // A comment may stand between the two.
        let isHidden = name.isEmpty && rest.first == "/"
        if isHidden || name.hasPrefix("_") || refused.contains(String(name)) {
          return "line \(number + 1) of your file uses @\(name), which can take the place of what "
            + "the checks call. Take it out."
        }
      }
    }
    return nil
  }
}
