/// The statuses with which every command ends; the numbers are those of sysexits.h where it has one.
public enum ExitStatus: Int32, Sendable {
  /// Done; every check passed; the lint is clean.
  case done = 0
  /// Not passed yet, undecided, or lint errors.
  case notPassed = 1
  /// Wrong usage.
  case usage = 64
  /// Data that cannot be read: a broken lesson, a corrupt store, a damaged model file.
  case badData = 65
  /// An input that does not exist.
  case noInput = 66
  /// Something needed is missing: compiler, sandbox, data set.
  case unavailable = 69
  /// Our own fault.
  case fault = 70
  /// Reading or writing failed.
  case inputOutput = 74
  /// Try again: the store is in use by another program.
  case tryAgain = 75
}
