import Foundation

/// A spelling checker that is installed: hunspell or aspell, spoken to as ispell was.
struct SpellingChecker {
  /// The words to run it with; the first is a name on the path.
  let command: [String]

  /// The longest that a checker may take, in seconds.
  private static let timeLimit = 20.0
  /// The most that is read of what it writes, in bytes.
  private static let outputLimit = 16 << 20

  /// A checker that has a dictionary of a language, such as `en` or `en-GB`; nil where none has.
  static func installed(for language: String) -> SpellingChecker? {
    let wanted = language.replacing("-", with: "_")
    func isWanted(_ dictionary: Substring) -> Bool {
      dictionary == wanted || dictionary.hasPrefix(wanted + "_")
    }
    // Every kind of English that is there counts as English.
    // It lists them, then fails where it has none for the language of the one who asks.
    let listed = output(of: ["hunspell", "-D"], input: "", isList: true) ?? ""
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
  /// A list may come as an error, and with a failure after it.
  private static func output(
    of command: [String], input: String, isList: Bool = false
  ) -> String? {
    // Through files: a program that ends early would break a pipe, and us with it, and one that it
    // started and left behind would keep the other pipe open.
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "pare-words-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = (folder.appending(path: "words"), folder.appending(path: "answers"))
    guard
      (try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true))
        != nil, (try? Data(input.utf8).write(to: files.0)) != nil,
      (try? Data().write(to: files.1)) != nil,
      let words = try? FileHandle(forReadingFrom: files.0),
      let answers = try? FileHandle(forUpdating: files.1)
    else { return nil }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = words
    process.standardOutput = answers
    process.standardError = isList ? answers : FileHandle.nullDevice
    let end = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in end.signal() }
    guard (try? process.run()) != nil else { return nil }
    guard end.wait(timeout: .now() + timeLimit) == .success else {
      // Nothing gentler: signals that can be held back are, in what is started here.
      kill(process.processIdentifier, SIGKILL)
      return nil
    }
    guard process.terminationReason == .exit, isList || process.terminationStatus == 0,
      (try? answers.seek(toOffset: 0)) != nil,
      let output = try? answers.read(upToCount: outputLimit)
    else { return nil }
    return String(decoding: output, as: UTF8.self)
  }
}
