import Curriculum

/// The source of the module that runs an exercise's checks: one function for each check, and
/// the program's entry.
struct CheckProgram {
  /// The name that the source has in a build folder.
  static let fileName = "Program.swift"

  /// The functions that the checks call; no solution may have its own.
  static let ownFunctions = [
    "runChecks", "expect", "expectSameShape", "expectThrows", "expectFaster", "expectAccuracy",
    "keep", "waitFor",
  ]
  /// The types that mean the standard library's in a check.
  private static let ownTypes = ["Bool", "Int", "Float", "Double", "String", "Array"]

  /// The Swift source.
  let source: String

  /// Generates the program of an exercise.
  /// - Parameters:
  ///   - exercise: whose checks are run.
  ///   - lessonFile: the path that errors in a check point to.
  ///   - usesLibrary: whether the checks see `ModelOptimization`.
  init(_ exercise: Exercise, lessonFile: String, usesLibrary: Bool = true) {
    // A name that is imported by itself wins over one that comes with a whole module: what a
    // solution calls `Bool` or `runChecks` is not what the checks mean.
    var imports: [String] =
      ["import Checks", "@testable import Solution"]
      + CheckProgram.ownFunctions.map { "import func Checks.\($0)" }
      + CheckProgram.ownTypes.map { "import struct Swift.\($0)" }
    if usesLibrary { imports.append("import ModelOptimization") }
    var functions = ""
    for (index, check) in exercise.checks.enumerated() {
      var body: [Substring] = []
      for line in check.code.split(separator: "\n", omittingEmptySubsequences: false) {
        // An import must stand at the top of a file; its line stays, so that the others keep
        // their numbers.
        let words = line.split(whereSeparator: \.isWhitespace)
        if words.contains("import"), words.first == "import" || words.first == "@testable" {
          imports.append(words.joined(separator: " "))
          body.append("")
        } else {
          body.append(line)
        }
      }
      functions += """
        private func pareCheck\(index)() throws {
        #sourceLocation(file: \(lessonFile.debugDescription), line: \(check.firstLine))
        \(body.joined(separator: "\n"))
        #sourceLocation()
        }

        """
    }
    let titles = exercise.checks.map(\.title)
    let prerequisites = exercise.checks.map { check in
      check.after.flatMap { titles.firstIndex(of: $0) } ?? -1
    }
    var seen: Set<String> = []
    let uniqueImports = imports.filter { seen.insert($0).inserted }
    source = """
      \(uniqueImports.joined(separator: "\n"))

      \(functions)
      @main private enum PareEntry {
        static func main() {
          runChecks(
            [\(exercise.checks.indices.map { "pareCheck\($0)" }.joined(separator: ", "))],
            prerequisites: \(prerequisites))
        }
      }

      """
  }
}
