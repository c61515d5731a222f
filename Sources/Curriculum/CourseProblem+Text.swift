extension CourseProblem: CustomStringConvertible {
  /// `file:line:column: what is wrong. What to do.`
  public var description: String { "\(position): \(reason.text)" }
}

extension CourseProblem.Reason {
  /// What is wrong, and what to do.
  ///
  /// Not its description, which stays the case's own name, see ``code``.
  public var text: String {
    switch self {
    case .fileMissing(let path): "there is no file \(path). Create it, or correct its name."
    case .fileTooLarge(let bytes):
      "the file has \(bytes) bytes; at most \(SourceText.sizeLimit) are read. Split it."
    case .unreadable(let why): "the file cannot be read: \(why). Check its permissions."
    case .notAFile: "this is no file with text. Remove it, or give it another name."
    case .controlCharacter(let scalar):
      "an invisible character (U+\(Self.hexadecimal(scalar))) stands here. Delete it."
    case .notUTF8: "the line is not valid UTF-8. Save the file as UTF-8."
    case .pathLeavesCourse(let path):
      "the path \"\(path)\" leaves the course folder. Use a name inside it."
    case .nestedTooDeep(let limit):
      "nested more than \(limit) deep. Flatten lists, quotations and brackets."

    case .frontMatterMissing:
      "the lesson has no front matter. Begin the file with \"---\", \"id: …\", \"title: …\", \"---\"."
    case .frontMatterNotClosed:
      "the front matter is not closed. End it with a line \"---\"."
    case .yamlSyntax(let what): "YAML: \(what). Correct the line, or quote the text."
    case .colonNeedsQuotes:
      "YAML: a text with \": \" in it must be quoted. Write key: \"a: b\"."
    case .textNeedsQuotes(let character):
      "YAML: a text that begins with \"\(character)\" must be quoted. Write it between quotation marks."
    case .textCutByComment:
      "YAML: \" #\" begins a comment, and the rest of the text is lost. Quote the text, or put two spaces before a comment."
    case .tabIndentation: "YAML: a tab stands where only spaces may. Indent with spaces."
    case .keyNotAWord: "YAML: the name before a \":\" must be a single word. Correct it."
    case .anchorRefused:
      "YAML: anchors and aliases (& and *) are not used here. Write the value out, or quote it."
    case .tagRefused(let tag):
      "YAML: \"\(tag)\" is read as a tag, not as text. Quote the text."
    case .duplicateKey(let key): "YAML: \"\(key)\" is given twice. Remove one."
    case .notAMapping(let owner): "\(owner) must be a list of \"name: value\" lines. Write it so."
    case .missingField(let field, let owner):
      "\(owner) needs \"\(field)\". Add a line \"\(field): …\"."
    case .unknownField(let field, let owner, let nearest):
      "\(owner) has no field \"\(field)\".\(Self.suggestion(nearest, else: "Remove it."))"
    case .wrongType(let field, let expected): "\"\(field)\" must be \(expected). Correct it."
    case .invalidIdentifier(let id):
      "\"\(id)\" is no id. Use small letters, digits and hyphens, parts joined by \"/\"."

    case .unsupportedFormat(let format):
      "the course format is \"\(format)\"; this program reads format 1. Update the program, or write \"format: 1\"."
    case .unknownUnit(let id, let nearest):
      "no lesson has the id \"\(id)\".\(Self.suggestion(nearest, else: "Write it, or remove it from units."))"
    case .duplicateUnit(let id, let first):
      "the unit \"\(id)\" is listed already at \(first). Remove one."
    case .lessonNotListed(let id):
      "the lesson \"\(id)\" is not in the course. Add it to units in Lessons/course.yaml."
    case .duplicateLesson(let id, let first):
      "the lesson id \"\(id)\" is used already at \(first). Choose another."
    case .unknownRequirement(let id, let nearest):
      "no lesson \"\(id)\" to require.\(Self.suggestion(nearest, else: "Remove it from requires."))"
    case .requirementCycle(let ids):
      "lessons require each other in a circle: \(ids.joined(separator: " → ")). Remove one of the steps."

    case .malformedInfo(let what): "the fence's first line: \(what)."
    case .unknownFenceWord(let word, let nearest):
      "a fence knows no word \"\(word)\".\(Self.suggestion(nearest, else: "Remove it."))"
    case .unknownAttribute(let name, let nearest):
      "a check has no attribute \"\(name)\".\(Self.suggestion(nearest, else: "Remove it."))"
    case .fenceNotClosed:
      "the fence is not closed. End it with a line of as many backquotes or tildes."
    case .commentNotClosed:
      "the comment is not closed and hides what comes after it. End it with -->."
    case .checkOutsideExercise:
      "a check without an exercise. Put it after the exercise block that it belongs to."
    case .checkNeedsTitle: "the check has no title. Write check=\"what holds\"."
    case .outputWithoutRun:
      "an output block without the code that prints it. Put it right after a \"swift run\" or \"swift measure\" block."
    case .runWithoutOutput:
      "a run block without its output. Add an \"output\" block with what it prints."

    case .measureWithoutOutput:
      "a measure block without its output. Add an empty \"output\" block; pare lint --measure fills it."
    case .machineOfRun:
      "only what was measured has a machine. Write \"swift measure\" above, or remove machine=\"…\"."

    case .duplicateExercise(let id, let first):
      "the exercise id \"\(id)\" is used already at \(first). Choose another."
    case .exerciseOfOtherLesson(let id, let lesson):
      "the exercise id \"\(id)\" must begin with \"\(lesson)/\". Rename it."
    case .noChecks(let id):
      "the exercise \"\(id)\" has no checks. Add ```swift check=\"…\" blocks after it."
    case .emptyCheck(let title):
      "the check \"\(title)\" has no code, so it could never fail. Write what it expects."
    case .duplicateCheck(let title, let first):
      "the check \"\(title)\" is there already at \(first). Titles tell checks apart: change one."
    case .unknownCheck(let title, let nearest):
      "the exercise has no check \"\(title)\".\(Self.suggestion(nearest, else: "Correct the title."))"
    case .checkComesLater(let title):
      "\"after\" names the check \"\(title)\", which does not come before this one. Change their order."
    case .unknownExercise(let id, let nearest):
      "no exercise \"\(id)\".\(Self.suggestion(nearest, else: "Correct the id."))"
    case .unknownQuestion(let id, let nearest):
      "no question \"\(id)\".\(Self.suggestion(nearest, else: "Correct the id."))"

    case .duplicateQuestion(let id, let first):
      "the question id \"\(id)\" is used already at \(first). Choose another; ids carry the learner's history."
    case .questionOfOtherLesson(let id, let lesson):
      "the question id \"\(id)\" must begin with \"\(lesson)/\". Rename it."
    case .unknownKind(let kind, let nearest):
      "no kind of question \"\(kind)\".\(Self.suggestion(nearest, else: "Kinds: \(QuestionReader.kinds.joined(separator: ", "))."))"
    case .answerOutOfRange(let answer, let count):
      "the answer \"\(answer)\" is none of the \(count) choices, which are counted from 1. Correct it."
    case .tooFewChoices: "a question needs at least two choices or items. Add more."
    case .repeatedChoice(let choice): "\"\(choice)\" is there twice. Change one."
    case .noGap: "the text has no gap. Write {{the answer}} where the gap is."
    case .gapNotClosed: "a gap is opened with {{ but not closed. Write }} after its answer."
    case .unknownSection(let title, let nearest):
      "the lesson has no heading \"\(title)\".\(Self.suggestion(nearest, else: "Correct \"see\"."))"

    case .missingSection(let title):
      "the section \"## \(title)\" is missing. Add it; every lesson has the nine sections."
    case .sectionOutOfOrder(let title, let after):
      "the section \"\(title)\" must come after \"\(after)\". Move it there."
    case .missingInterval(let interval):
      "the review plan has no row for \(interval). Add | \(interval) | what to recall |."
    case .malformedInterval(let text):
      "\"\(text)\" is no time of a review plan. Write for example \"3 days\", \"1 week\" or \"1 month\"."
    case .duplicateInterval(let text, let first):
      "the review plan has a row for that time already at \(first). Change or remove \"\(text)\"."
    case .emptyPrompt(let text):
      "the row \"\(text)\" says nothing to recall. Write a question in its second cell."

    case .sourceLeavesCourse(let path):
      "\(path) is a link that leads out of the course. Put the file itself there."
    case .starterWithoutTodo:
      "the starter has no \"// TODO\". Say in one where the learner begins."
    case .starterDoesNotCompile(let error): "the starter does not compile: \(error)"
    case .starterFails(let expected, let actual):
      "the starter fails \(Self.list(actual)), but is declared to fail \(Self.list(expected))."
    case .solutionFails(let what): "the solution does not pass: \(what)"
    case .alternativeFails(let file, let what): "the alternative \(file) does not pass: \(what)"
    case .solutionUndecided(let what):
      "noise left the solution undecided three times, though it ran alone: \(what). Ask for a smaller ratio, or give the measured code more to do."
    case .alternativeUndecided(let file, let what):
      "noise left the alternative \(file) undecided three times, though it ran alone: \(what). Ask for a smaller ratio, or give the measured code more to do."
    case .mistakePasses(let file):
      "the checks let the mistake \(file) through. Add a check that fails for it."
    case .mistakeDoesNotCompile(let file, let error):
      "the mistake \(file) does not compile: \(error)"
    case .mistakeFails(let file, let expected, let actual):
      "the mistake \(file) fails \(Self.list(actual)), but is declared to fail \(Self.list(expected))."
    case .mistakeHasOtherValue(let file, let expected, let actual):
      "the mistake \(file) reports \"\(actual)\" first, but is declared with got: \"\(expected)\"."
    case .mistakeToldAs(let file, let other):
      "a learner who makes the mistake \(file) is told about \(other), which fails the same checks. Give \"got\" to both, or tell them apart by a check."
    case .mistakeNotDeclared(let file):
      "\(file) is not declared in the exercise's mistakes. Declare it, or delete it."
    case .nameOfLibrary(let name):
      "the starter defines \"\(name)\", a name that ModelOptimization exports; checks could not tell them apart. Rename it."
    case .forbidsUnknownName(let name, let nearest):
      "ModelOptimization has no name \"\(name)\" to forbid.\(Self.suggestion(nearest, else: "Remove it from forbids."))"
    case .malformedLink(let target):
      "\"\(target)\" is no link that a viewer can follow. Write https://…, a path beside the lesson, or #heading."
    case .linkLeavesCourse(let target):
      "the link \"\(target)\" leaves the course folder. Name a file inside it, or a web page."
    case .linkWithoutTarget(let target):
      "the link \"\(target)\" leads to no file. Correct the path; it counts from the lesson's folder."
    case .anchorWithoutHeading(let anchor, let nearest):
      "no heading has the anchor \"#\(anchor)\".\(Self.suggestion(nearest, else: "Correct it."))"
    case .runFails(let what): "the code does not run: \(what)"
    case .outputDiffers(let expected, let actual):
      "the output block says \"\(expected)\", the code prints \"\(actual)\"."
    case .measureDiffers(let expected, let actual):
      "apart from the numbers (#), the output block says \"\(expected)\", the code prints \"\(actual)\". Measure again: pare lint --measure."
    case .predictDiffers(let id, let actual):
      "the code of \"\(id)\" prints \"\(actual)\". Correct its answer."

    case .stepTooTall(let title, let lines):
      "the step \"\(title)\" fills \(lines) lines of a window of 80 columns, more than the 24 of the smallest. Cut it with <!-- pause -->."
    case .fewHints(let id, let count):
      "the exercise \"\(id)\" has \(Self.count(count, "hint")); at least 3 let a learner unfold them."
    case .manyHints(let id, let count):
      "the exercise \"\(id)\" has \(Self.count(count, "hint")); after 5 nobody asks for more. Join some."
    case .hintGivesLine(let line):
      "the hint holds a line of the solution, \"\(line)\". Say what it does instead."
    case .fewChecks(let id, let count):
      "the exercise \"\(id)\" has \(Self.count(count, "check")); at least 4 see a solution from enough sides. Add some."
    case .checkNeverAlone(let title):
      "no mistake fails \"\(title)\" alone, so nothing shows that it is needed. Declare one with only this check in \"fails\"."
    case .checkWithoutReason(let title):
      "the check \"\(title)\" never says why. Give an expectation because: \"…\"."
    case .fewMistakes(let id, let count):
      "the exercise \"\(id)\" declares \(Self.count(count, "mistake")); at least 4 prove its checks. Add typical ones."
    case .noAlternative(let id):
      "the exercise \"\(id)\" has no alternative. Put a right solution in another style into Solutions/\(id).alternatives."
    case .longestChoiceIsRight:
      "the right choice is the longest, so it can be guessed. Even the choices out."
    case .shortestChoiceIsRight(let count, let all):
      "the right choice is the shortest in \(count) of \(all) questions, so it can be guessed. Lengthen some, or shorten wrong ones."
    case .rightChoiceStaysInPlace(let place, let count, let all):
      "the right choice is number \(place) in \(count) of \(all) questions. Spread them over the places."
    case .notMeasured:
      "the output names no machine. Measure it: pare lint --measure."
    case .minutesMissing(let estimate):
      "the front matter says no time. Write \"minutes: …\"; by its length it is about \(estimate)."
    case .minutesAreOff(let minutes, let estimate):
      "the lesson says \(minutes) minutes; by its length it takes about \(estimate). Correct it."
    case .termBeforeDefinition(let term, let lesson):
      "the term \"\(term)\" is defined only later, in the lesson \"\(lesson)\". Explain it here in bold, or use other words."
    case .termNotRequired(let term, let lesson):
      "the term \"\(term)\" is defined in the lesson \"\(lesson)\", which this one does not require. Add it to requires, or explain the term in bold."
    case .troublesomeCharacter(let scalar, let trouble, let lines):
      "U+\(Self.hexadecimal(scalar)) \(trouble.description)"
        + (lines > 1 ? " It stands in \(lines) lines." : "")
    case .misspelt(let word, let suggestion):
      "\"\(word)\" is no word that the dictionary knows."
        + Self.suggestion(suggestion, else: "Correct it, or add it to Lessons/words.txt.")
    }
  }

  private static func suggestion(_ nearest: String?, else remedy: String) -> String {
    nearest.map { " Did you mean \"\($0)\"?" } ?? " \(remedy)"
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func count(_ number: Int, _ word: String) -> String {
    number == 1 ? "1 \(word)" : "\(number) \(word)s"
  }

  private static func list(_ titles: [String]) -> String {
    titles.isEmpty ? "nothing" : titles.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

extension CharacterTrouble: CustomStringConvertible {
  /// What the character does, and what to write instead.
  public var description: String {
    switch self {
    case .tab: "is a tab, which has another width in every window. Indent with spaces."
    case .emoji:
      "is an emoji, one column wide in some terminals and two in others. Use a word or a letter."
    case .joiner:
      "changes how its neighbour is drawn, differently in every terminal. Delete it."
    case .combining:
      "is a combining mark, which moves the columns of code. Use the letter with its mark, or none."
    case .invisible: "is invisible. Delete it."
    }
  }
}
