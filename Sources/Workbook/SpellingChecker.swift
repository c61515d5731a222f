import Foundation

/// A spelling checker that is installed: hunspell or aspell, spoken to as ispell was.
struct SpellingChecker {
  /// The words to run it with; the first is a name on the path.
  let command: [String]

  /// The longest that a checker may take, in seconds.
  private static let timeLimit = 60.0

  /// A checker that has a dictionary of a language, such as `en` or `en-GB`; nil where none has.
  static func installed(for language: String) -> SpellingChecker? {
    let wanted = language.replacing("-", with: "_")
    func isWanted(_ dictionary: Substring) -> Bool {
      dictionary == wanted || dictionary.hasPrefix(wanted + "_")
    }
    // Every kind of English that is there counts as English.
    let listed = output(of: ["hunspell", "-D"], input: "", includingErrors: true) ?? ""
    let dictionaries = listed.split(whereSeparator: \.isNewline)
      .compactMap { $0.contains("/") ? $0.split(separator: "/").last : nil }
      .filter(isWanted)
    if !dictionaries.isEmpty {
      let names = Set(dictionaries).sorted().joined(separator: ",")
      return SpellingChecker(command: ["hunspell", "-a", "-i", "UTF-8", "-d", names])
    }
    let aspell = output(of: ["aspell", "dicts"], input: "") ?? ""
    guard aspell.split(whereSeparator: \.isNewline).contains(where: isWanted) else { return nil }
    return SpellingChecker(command: ["aspell", "-a", "--encoding=utf-8", "--lang=\(wanted)"])
  }

  /// The words that it does not know, each with its best suggestion; nil where it did not answer
  /// for all words.
  func unknown(among words: [String]) -> [String: String?]? {
    // A word behind ^ is never taken for a command.
    let input = words.map { "^\($0)\n" }.joined()
    guard let output = Self.output(of: command, input: input) else { return nil }
    var unknown: [String: String?] = [:]
    var index = 0
    // A banner, then for each word the lines about it and an empty one.
    for line in output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst() {
      guard words.indices.contains(index) else { break }
      switch line.first {
      case nil: index += 1
      case "&":
        let suggestions = line.split(separator: ":", maxSplits: 1).last ?? ""
        let best = suggestions.split(separator: ",").first
        unknown[words[index]] = best?.trimmingCharacters(in: .whitespaces)
      case "#": unknown[words[index]] = .some(nil)
      default: break
      }
    }
    return index == words.count ? unknown : nil
  }

  /// What a program writes that reads a text; nil where it cannot be run, fails or takes too long.
  private static func output(
    of command: [String], input: String, includingErrors: Bool = false
  ) -> String? {
    // From a file, since a program that ends early would break a pipe, and us with it.
    let file = FileManager.default.temporaryDirectory.appending(
      path: "pare-words-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    guard (try? Data(input.utf8).write(to: file)) != nil,
      let words = try? FileHandle(forReadingFrom: file)
    else { return nil }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardInput = words
    process.standardOutput = pipe
    process.standardError = includingErrors ? pipe : FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let killer = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + timeLimit, execute: killer)
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    killer.cancel()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else { return nil }
    return String(decoding: output, as: UTF8.self)
  }
}
