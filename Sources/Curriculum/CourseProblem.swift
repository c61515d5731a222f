/// One thing that is wrong with a course, and where.
public struct CourseProblem: Error, Sendable, Equatable {
  /// Where it is.
  public var position: SourcePosition
  /// What it is.
  public var reason: Reason

  /// Makes a problem.
  public init(_ reason: Reason, at position: SourcePosition) {
    self.reason = reason
    self.position = position
  }

  /// What can be wrong with a course. The texts stand in `CourseProblem+Text.swift`.
  public enum Reason: Sendable, Equatable {
    // Files
    case fileMissing(String)
    case fileTooLarge(bytes: Int)
    case unreadable(String)
    case notAFile
    case notUTF8
    case controlCharacter(Unicode.Scalar)
    case pathLeavesCourse(String)
    case nestedTooDeep(limit: Int)

    // YAML
    case frontMatterMissing
    case frontMatterNotClosed
    case yamlSyntax(String)
    case colonNeedsQuotes
    case textNeedsQuotes(Character)
    case textCutByComment
    case tabIndentation
    case keyNotAWord
    case anchorRefused
    case tagRefused(String)
    case duplicateKey(String)
    case notAMapping(String)
    case missingField(String, of: String)
    case unknownField(String, of: String, nearest: String?)
    case wrongType(field: String, expected: String)
    case invalidIdentifier(String)

    // The course
    case unsupportedFormat(String)
    case unknownUnit(String, nearest: String?)
    case duplicateUnit(String, first: SourcePosition)
    case lessonNotListed(String)
    case duplicateLesson(String, first: SourcePosition)
    case unknownRequirement(String, nearest: String?)
    case requirementCycle([String])

    // Fences
    case malformedInfo(String)
    case unknownFenceWord(String, nearest: String?)
    case unknownAttribute(String, nearest: String?)
    case fenceNotClosed
    case commentNotClosed
    case checkOutsideExercise
    case checkNeedsTitle
    case outputWithoutRun
    case runWithoutOutput
    case measureWithoutOutput
    case machineOfRun

    // Exercises
    case duplicateExercise(String, first: SourcePosition)
    case exerciseOfOtherLesson(String, lesson: String)
    case noChecks(String)
    case emptyCheck(String)
    case duplicateCheck(String, first: SourcePosition)
    case unknownCheck(String, nearest: String?)
    case checkComesLater(String)
    case unknownQuestion(String, nearest: String?)
    case unknownExercise(String, nearest: String?)

    // Questions
    case duplicateQuestion(String, first: SourcePosition)
    case questionOfOtherLesson(String, lesson: String)
    case unknownKind(String, nearest: String?)
    case answerOutOfRange(String, count: Int)
    case tooFewChoices
    case repeatedChoice(String)
    case noGap
    case gapNotClosed
    case unknownSection(String, nearest: String?)

    // Sections and the review plan
    case missingSection(String)
    case sectionOutOfOrder(String, after: String)
    case missingInterval(String)
    case malformedInterval(String)
    case duplicateInterval(String, first: SourcePosition)
    case emptyPrompt(String)

    // Links
    case malformedLink(String)
    case linkLeavesCourse(String)
    case linkWithoutTarget(String)
    case anchorWithoutHeading(String, nearest: String?)

    // What the linter finds by running the course
    case sourceLeavesCourse(String)
    case starterWithoutTodo
    case starterDoesNotCompile(String)
    case starterFails(expected: [String], actual: [String])
    case solutionFails(String)
    case solutionUndecided(String)
    case alternativeFails(String, String)
    case alternativeUndecided(String, String)
    case mistakePasses(String)
    case mistakeDoesNotCompile(String, String)
    case mistakeFails(String, expected: [String], actual: [String])
    case mistakeHasOtherValue(String, expected: String, actual: String)
    case mistakeToldAs(String, other: String)
    case mistakeNotDeclared(String)
    case nameOfLibrary(String)
    case forbidsUnknownName(String, nearest: String?)
    case runFails(String)
    case outputDiffers(expected: String, actual: String)
    case measureDiffers(expected: String, actual: String)
    case predictDiffers(String, actual: String)

    // Advice
    case stepTooTall(String, lines: Int)
    case fewHints(String, count: Int)
    case manyHints(String, count: Int)
    case hintGivesLine(String)
    case fewChecks(String, count: Int)
    case checkNeverAlone(String)
    case checkWithoutReason(String)
    case fewMistakes(String, count: Int)
    case noAlternative(String)
    case longestChoiceIsRight
    case shortestChoiceIsRight(Int, of: Int)
    case rightChoiceStaysInPlace(Int, Int, of: Int)
    case notMeasured
    case minutesMissing(estimate: Int)
    case minutesAreOff(Int, estimate: Int)
    case termBeforeDefinition(String, definedIn: String)
    case termNotRequired(String, definedIn: String)
    case troublesomeCharacter(Unicode.Scalar, CharacterTrouble, lines: Int)
    case misspelt(String, suggestion: String?)
  }

  /// Whether the course can be used as it is: advice is worth following, an error is not.
  public var isAdvice: Bool {
    switch reason {
    case .stepTooTall, .fewHints, .manyHints, .hintGivesLine, .fewChecks, .checkNeverAlone,
      .checkWithoutReason, .fewMistakes, .noAlternative, .longestChoiceIsRight,
      .shortestChoiceIsRight, .rightChoiceStaysInPlace, .notMeasured, .minutesMissing,
      .minutesAreOff, .termBeforeDefinition, .termNotRequired, .troublesomeCharacter, .misspelt:
      true
    default: false
    }
  }
}
