extension Style {
  /// The parameters of the SGR sequence that shows the style, such as `1;36`; empty for plain
  /// text.
  ///
  /// Only the 16 ANSI colours, which every theme defines, and never black or white, which
  /// disappear on one background or the other. Blue and yellow are left out of running text for
  /// the same reason.
  var ansiParameters: String {
    var parameters: [String] = []
    if !isDisjoint(with: [.title, .heading, .strong, .keyword]) { parameters.append("1") }
    if !isDisjoint(with: [.dim, .comment]) { parameters.append("2") }
    if !isDisjoint(with: [.emphasis, .comment]) { parameters.append("3") }
    if contains(.link) { parameters.append("4") }
    if !isDisjoint(with: [.match, .selected]) { parameters.append("7") }
    if let color = ansiColor { parameters.append(color) }
    return parameters.joined(separator: ";")
  }

  /// One colour: a verdict outranks a role in code, which outranks a role in text.
  private var ansiColor: String? {
    if contains(.selected) { return "33" }
    if contains(.bad) { return "31" }
    if contains(.good) { return "32" }
    if contains(.warning) { return "33" }
    if contains(.string) { return "32" }
    if contains(.number) { return "36" }
    if contains(.type) { return "36" }
    if contains(.keyword) { return "35" }
    if !isDisjoint(with: [.title, .heading]) { return "35" }
    if !isDisjoint(with: [.code, .accent, .link]) { return "36" }
    return nil
  }
}
