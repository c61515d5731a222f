extension Asker {
  /// Writes lines.
  public func show(_ lines: [Line]) throws {
    try console.write(lines.rendered(color: capabilities.color))
  }

  /// Shows lines and reads one line; nil when no more input comes.
  public func ask(_ lines: [Line] = [], prompt: String? = nil) throws -> String? {
    try show(lines)
    console.dropTypedInput()
    return try self.prompt(prompt)
  }

  /// Asks a question of yes or no; `standard` is what Enter means, and what is taken when no
  /// input comes.
  public func confirm(_ question: String, standard: Bool) throws -> Bool {
    console.dropTypedInput()
    while true {
      guard let line = try prompt("\(question) [\(standard ? "Y/n" : "y/N")] ") else {
        return standard
      }
      switch line.folded {
      case "": return standard
      case "y", "yes": return true
      case "n", "no": return false
      default: try show([[Span(indent), Span("Type y or n.", .warning)]])
      }
    }
  }

  /// Reads one of the given keys: the key itself on a terminal, else a line that is the key.
  /// Nil when no more input comes.
  public func chooseKey(_ keys: [Character], prompt: String? = nil) throws -> Character? {
    if console.readsKeys {
      try console.write(prompt.map { indent + $0 } ?? promptText)
      while true {
        guard let key = try console.readKey() else {
          try console.write("\n")
          return nil
        }
        if case .character(let character) = key, keys.contains(character) {
          try console.write("\(character)\n")
          return character
        }
      }
    }
    while true {
      guard let line = try self.prompt(prompt) else { return nil }
      var text = line.trimmedWhitespace
      // Words are typed with a colon before a command; keys are not, but may be.
      if text.count == 2, text.first == ":" { text.removeFirst() }
      if text.count == 1, let character = text.first, keys.contains(character) {
        return character
      }
      let names = keys.map(String.init).joined(separator: ", ")
      try show([[Span(indent), Span("Type one of \(names).", .warning)]])
    }
  }

  var indent: String {
    let isBare = capabilities.plain || capabilities.accessible || capabilities.width < 40
    return isBare ? "" : capabilities.width < 60 ? " " : "  "
  }

  var promptText: String { indent + (capabilities.drawsBoxes ? "❯ " : "> ") }

  var typedCommands: [String] { offersUndo ? [":u undo", ":q stops"] : [":q stops"] }

  /// Dim lines of what may be typed; they break between the parts where that is possible.
  func hint(_ parts: [String]) throws {
    let separator = capabilities.drawsBoxes ? " · " : "; "
    let room = max(10, min(capabilities.width - 2 * indent.count, 88))
    var lines: [String] = []
    for part in parts {
      let part = capabilities.unicode && !capabilities.plain ? part : part.withASCIIMarks
      if let last = lines.last, (last + separator + part).columns <= room {
        lines[lines.count - 1] += separator + part
      } else {
        lines.append(part)
      }
    }
    try show(
      lines.flatMap { wrap([Cell](text: $0, .dim), width: room) }
        .map { [Span(indent)] + $0.line })
  }

  /// Writes the prompt and reads a line.
  func prompt(_ label: String? = nil) throws -> String? {
    try console.write(label.map { indent + $0 } ?? promptText)
    let line = try console.readLine()
    if line == nil { try console.write("\n") }
    // What comes from a pipe is echoed by nobody; the output should read like a conversation.
    if let line, console.echoesInput { try console.write(line.withoutControls + "\n") }
    return line
  }

  /// `:q` and `:u`, with which a line stops or takes back.
  func command(_ line: String) -> Reply? {
    switch line.trimmedWhitespace {
    case ":q": .stop
    case ":u" where offersUndo: .undo
    default: nil
    }
  }
}
