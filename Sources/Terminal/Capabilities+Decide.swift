extension Capabilities {
  /// Decides what a stream can show; pure.
  ///
  /// Colour, the strongest first: `--color` (and `--plain`), `NO_COLOR` not empty, `FORCE_COLOR`
  /// or `CLICOLOR_FORCE`, `CLICOLOR=0`, a dumb terminal or none. See https://no-color.org and
  /// https://bixense.com/clicolors. The locale is the first of `LC_ALL`, `LC_CTYPE`, `LANG` that
  /// is not empty.
  ///
  /// - Parameters:
  ///   - isTerminal: whether the stream is a terminal.
  ///   - window: its columns and rows, where it has any.
  ///   - environment: the process's environment.
  ///   - options: what the command line says.
  public static func decide(
    isTerminal: Bool, window: (columns: Int, rows: Int)?, environment: [String: String],
    options: DisplayOptions = DisplayOptions()
  ) -> Capabilities {
    func value(_ name: String) -> String? {
      guard let text = environment[name], !text.isEmpty else { return nil }
      return text
    }
    func positive(_ text: String?) -> Int? {
      guard let text, let number = Int(text), number > 0 else { return nil }
      return number
    }
    let isDumb = value("TERM") == "dumb" || value("TERM") == nil
    let accessible = options.accessible || (value("ACCESSIBLE") ?? "0") != "0"

    let color: Bool
    switch options.color {
    case .always: color = !options.plain
    case .never: color = false
    case .automatic:
      if options.plain || value("NO_COLOR") != nil {
        color = false
      } else if let force = value("FORCE_COLOR") ?? value("CLICOLOR_FORCE") {
        color = force != "0" && force != "false"
      } else {
        color = environment["CLICOLOR"] != "0" && isTerminal && !isDumb
      }
    }

    let locale = (value("LC_ALL") ?? value("LC_CTYPE") ?? value("LANG") ?? "C").uppercased()
    let columns = window.flatMap { $0.columns > 0 ? $0.columns : nil }
    let rows = window.flatMap { $0.rows > 0 ? $0.rows : nil }
    return Capabilities(
      width: options.width ?? columns ?? positive(value("COLUMNS")) ?? 80,
      height: rows ?? positive(value("LINES")) ?? 24,
      color: color,
      unicode: locale.contains("UTF-8") || locale.contains("UTF8"),
      isTerminal: isTerminal,
      canMoveCursor: isTerminal && !isDumb,
      plain: options.plain || (!isTerminal && !color),
      accessible: accessible)
  }
}
