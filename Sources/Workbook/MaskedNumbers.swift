import Foundation

/// What a measured block prints, without its figures: they change from run to run, the words around
/// them do not.
package enum MaskedNumbers {
  /// Puts one sign in the place of each number and its unit's prefix.
  ///
  /// - A number is a sign, digits with `,` or `_` between them, decimals, an exponent. Digits that
  ///   belong to a name (`p99`, `int8`) are none.
  /// - After a number the prefix of a unit goes too: n, µ, u, m, k, K, M, G, T or Ki, Mi, Gi before
  ///   s, B, FLOP, OP, J, W, Hz or a `/`; so does the space before the unit.
  /// - A bar of block characters (`▏` to `█`, shades) counts as one number.
  /// - Runs of spaces and tabs count as one space, at the ends of lines as none; so do empty lines
  ///   at the beginning and the end.
  package static func mask(_ text: String) -> String {
    // Regular expressions are no constants: they are not Sendable.
    let number =
      /(?<before>^|[^A-Za-z0-9_.])[+\-−±]?(?:\d[\d_,]*(?:\.\d+)?|\.\d+)(?:[eE][+\-−]?\d+)?/
    let prefix = /# *(?:[nµμumkKMGT]|[KMGT]i)(?=(?:s|B|b|FLOPs?|FLOPS|OPs?|J|W|Hz)\b)/
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line.replacing(number) { "\($0.output.before)#" }
      line = line.replacing(prefix, with: "# ")
      line = line.replacing(/[▀-▟]+/, with: "#")
      line = line.replacing(/\ *# */, with: " # ")
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
        .joined(separator: " ")
    }.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
