import Curriculum
import Foundation
import Grading

/// Under which name the cache keeps that a program did what is declared: everything that decides
/// it. Whatever changes, the program is run anew.
extension LintTrial {
  /// - Parameter ground: what lies outside of the course's texts, see ``Workbook/trialGround(_:)``.
  func key(on ground: String) -> String {
    var key = ContentKey("trial 1")
    key.add(ground)
    key.add(source)
    addPlace(of: source, path, firstLine, to: &key)
    if let exercise {
      key.add(["\(exercise.limits.seconds)", "\(exercise.limits.memory)"])
      key.add(exercise.forbids)
      for check in exercise.checks {
        key.add([check.title, check.after ?? "", check.code])
        addPlace(of: check.code, lessonFile, check.firstLine, to: &key)
      }
      // Which mistake a run matches depends on all of them.
      for mistake in exercise.mistakes {
        key.add([mistake.file, mistake.got.map { "got \($0)" } ?? ""])
        key.add(mistake.fails)
      }
    }
    switch aim {
    case .starter:
      key.add("starter")
      key.add(exercise?.starterFails ?? [])
    case .solution: key.add("solution")
    case .alternative: key.add("alternative")
    case .mistake(let mistake): key.add(["mistake", mistake.file])
    case .prints(let output): key.add(["prints", output])
    case .measures(let output): key.add(["measures", MaskedNumbers.mask(output)])
    case .predicts(_, let output): key.add(["predicts", output])
    }
    return key.text
  }

  /// Where code stands changes what it does only where it asks for that. Else a line that is added
  /// to a lesson leaves all the programs below it as they are.
  private func addPlace(
    of code: String, _ file: String, _ line: Int, to key: inout ContentKey
  ) {
    guard ["#line", "#file", "#column", "#source", "#dso"].contains(where: { code.contains($0) })
    else { return }
    key.add([file, "\(line)"])
  }
}

extension Workbook {
  /// What decides about every program of the course beside its own text: the linter, the compiler
  /// and the library, the walls, the machine, the course's data.
  func trialGround(_ grader: Grader) async throws -> String {
    var key = ContentKey("ground 1")
    // A program that was built anew may judge in another way.
    key.add(LearnerToolchain.fingerprint(of: "\(programFolder)/pare"))
    key.add(grader.toolchain.identity)
    key.add(await Sandbox.probe().sandbox.name)
    key.add(Machine.description)
    if let data = gradingOptions.dataFolder {
      key.add(try dataFiles(in: data.resolvingSymlinksInPath().path))
    }
    return key.text
  }

  /// The course's data files, each with what changes when it is written: reading some megabytes for
  /// every lint would take longer than the rest of one that finds everything in the cache.
  private func dataFiles(in folder: String) throws -> [String] {
    guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
    var files: [String] = []
    for case let name as String in names {
      var status = stat()
      guard stat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        continue
      }
      #if os(macOS)
        let times = [status.st_mtimespec, status.st_ctimespec]
      #else
        let times = [status.st_mtim, status.st_ctim]
      #endif
      files.append(
        "\(name) \(status.st_size) \(status.st_ino) "
          + times.map { "\($0.tv_sec).\($0.tv_nsec)" }.joined(separator: " "))
    }
    return files.sorted()
  }
}
