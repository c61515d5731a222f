/// What stops a command, with the exit status that says so to a program.
public enum WorkbookError: Error, Equatable {
  /// Neither `HOME` nor `PARE_HOME` says where files go.
  case noHome
  /// `PARE_NOW` is not a time.
  case badClock(String)
  /// No course at the place that was named, or none at all.
  case noCourse(String)
  /// A file is neither a lesson nor a program of the course.
  case notOfCourse(String, course: String)
  /// A lesson was changed while what it shows was measured.
  case changedMeanwhile(String)
  /// The course's own file is broken, so that nothing in it can be found.
  case brokenCourse([String])
  /// No workspace holds the learner's files.
  case noWorkspace
  /// The folder of a new workspace is the course itself.
  case workspaceInCourse(String)
  /// Something stands where a folder or file is to be written.
  case cannotWrite(String, why: String)
  /// A file that a command reads cannot be read.
  case cannotRead(String, why: String)
  /// There is no such file.
  case noFile(String)
  /// A file that is to be graded is no source text.
  case badSource(String, String)
  /// A file of review histories cannot be used.
  case badHistory(String, why: String)
  /// A text that is to be an id is none.
  case badIdentifier(String, example: String)
  /// A title that no heading can have.
  case badTitle(String)
  /// What is to be made is there already.
  case alreadyThere(String)
  /// A learner's file is not in the workspace.
  case noSolutionFile(path: String, exercise: String)
  /// No command has the name.
  case noCommand(String, nearest: String?)
  /// No lesson has the id.
  case noLesson(String, nearest: String?)
  /// No exercise has the id.
  case noExercise(String, nearest: String?)
  /// Several exercises have the short name.
  case ambiguousExercise(String, [String])
  /// A hint, or the solution, is not to be had yet.
  case solutionLocked(exercise: String)
  /// The command needs an answer that nobody can give: no terminal and no input.
  case needsExercise
  /// Something that the command needs is not installed.
  case missing(String, remedy: String)
}

extension WorkbookError: CustomStringConvertible {
  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noHome:
      "HOME is not set, so there is no place for your progress. Set HOME, or set PARE_HOME to a folder."
    case .badClock(let text):
      "PARE_NOW is \"\(text)\", which is no time. Write it like 2026-05-01T09:30:00Z, or unset it."
    case .noCourse(let path):
      "\(path): no course is there (Lessons/course.yaml is missing). Give its folder with --course."
    case .notOfCourse(let path, let course):
      "\(path) is no lesson and no exercise's file of the course in \(course). Give a lesson's .md file, a Swift file that belongs to an exercise, or the course's folder."
    case .changedMeanwhile(let path):
      "\(path) was changed meanwhile, and is left as it is. Run the command again."
    case .brokenCourse(let problems): problems.joined(separator: "\n")
    case .noWorkspace:
      "There is no workspace yet, the folder where you write your solutions. Make one: pare init ~/pare-solutions"
    case .workspaceInCourse(let path):
      "\(path) belongs to the course itself. Choose a folder outside it, for example: pare init ~/pare-solutions"
    case .cannotWrite(let path, let why):
      "\(path) cannot be written: \(why). Free some space or change the permissions, then try again."
    case .cannotRead(let path, let why):
      "\(path) cannot be read: \(why). Check its permissions."
    case .noFile(let path): "\(path): no such file. Check the path."
    case .badSource(let place, let why):
      "\(place): \(why). Save it as a Swift source file in UTF-8."
    case .badHistory(let path, let why): "\(path): \(why)"
    case .badIdentifier(let text, let example):
      "\"\(text)\" is no id. Use small letters, digits and hyphens, such as \(example)."
    case .badTitle(let text):
      "\"\(text)\" is no title. Write one line of text."
    case .alreadyThere(let what):
      "\(what) is there already; nothing was changed. Choose another name."
    case .noSolutionFile(let path, let exercise):
      "\(path): your file for \(exercise) is not there. Bring the starter back: pare reset \(exercise)"
    case .noCommand(let name, let nearest):
      "No command \"\(name)\".\(nearest.map { " Did you mean \"\($0)\"?" } ?? "") See them all: pare --help"
    case .noLesson(let id, let nearest):
      "No lesson \"\(id)\".\(nearest.map { " Did you mean \"\($0)\"?" } ?? "") See them all: pare list"
    case .noExercise(let id, let nearest):
      "No exercise \"\(id)\".\(nearest.map { " Did you mean \"\($0)\"?" } ?? "") See them all: pare list"
    case .ambiguousExercise(let id, let ids):
      "\"\(id)\" names several exercises. Type one in full: \(ids.joined(separator: ", "))"
    case .solutionLocked(let exercise):
      "You have not passed \(exercise) yet. Try a hint first: pare hint \(exercise). To see the solution all the same, ask again: pare solution \(exercise)"
    case .needsExercise:
      "You have passed every exercise. Name one, or use --all. See them: pare list"
    case .missing(let what, let remedy): "\(what) is missing. \(remedy)"
    }
  }

  /// The exit status, from the table that all commands share.
  public var exitStatus: ExitStatus {
    switch self {
    case .noHome, .missing: .unavailable
    case .badClock, .needsExercise, .ambiguousExercise, .workspaceInCourse, .noCommand,
      .badIdentifier, .badTitle, .alreadyThere:
      .usage
    case .changedMeanwhile: .tryAgain
    case .noCourse, .notOfCourse, .noWorkspace, .noFile, .noSolutionFile, .noLesson, .noExercise:
      .noInput
    case .brokenCourse, .badSource, .badHistory: .badData
    case .cannotWrite, .cannotRead: .inputOutput
    case .solutionLocked: .notPassed
    }
  }
}
