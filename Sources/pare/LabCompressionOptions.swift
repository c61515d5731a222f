import ArgumentParser
import ModelOptimization
import Workbook

/// What every command takes that makes a model smaller or faster.
struct LabCompressionOptions: ParsableArguments {
  @OptionGroup var choice: LabModelChoice

  @Option(
    name: .long,
    help: ArgumentHelp("Where to write the model that comes of it.", valueName: "file"))
  var save: String?

  @Option(name: .long, help: "Threads for the latencies that are measured, before and after.")
  var threads = 1

  @Option(name: .long, help: "Sets every chance.")
  var seed: UInt64 = 1

  @Option(
    name: .long,
    help: "Calls that are measured for each latency; as many as fit a second when left out.")
  var repetitions: Int?

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func validate() throws {
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads must be from 1 to 256.")
    }
    guard (2...1_000_000).contains(repetitions ?? 2) else {
      throw ValidationError("--repetitions must be from 2 to 1000000.")
    }
    if let save {
      try requireFileName(save, for: "--save")
      guard save != choice.weights else { throw LabCompression.isRead(save) }
    }
  }
}

/// Refuses a path to which no file can be written whole.
func requireFileName(_ path: String, for option: String) throws {
  guard path != "-" else {
    throw ValidationError(
      "\(option) takes the path of a file: a model cannot be written to standard output.")
  }
  guard !path.isEmpty else { throw ValidationError("\(option) takes the path of a file.") }
}
