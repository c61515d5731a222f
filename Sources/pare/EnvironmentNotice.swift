import Foundation
import Terminal

/// What is wrong with the variables that choose how the program works: a misspelt value would
/// otherwise be taken for none.
enum EnvironmentNotice {
  private static let known = [
    "PARE_KERNELS": ["portable", "avx2"], "PARE_PLOT": ["braille", "blocks", "ascii"],
  ]

  /// Says on standard error which values are not known, and what they can be.
  static func show(for environment: [String: String]) {
    for (name, values) in known.sorted(by: { $0.key < $1.key }) {
      guard let value = environment[name], !value.isEmpty, !values.contains(value) else { continue }
      complain(
        "\(name)=\(value.withoutControls) is not known and has no effect. It can be "
          + values.joined(separator: " or ") + ".\n")
    }
  }
}
