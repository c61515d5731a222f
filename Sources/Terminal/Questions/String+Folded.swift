import Foundation

extension String {
  /// The text as answers are compared: compatibility forms composed (NFKC), case folded, every
  /// stretch of white space one space, none at the ends.
  ///
  /// Without a locale, so that the verdict is the same on every machine.
  var folded: String {
    precomposedStringWithCompatibilityMapping
      .folding(options: .caseInsensitive, locale: nil)
      .precomposedStringWithCompatibilityMapping
      .split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }
}
