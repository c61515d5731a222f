import ArgumentParser
import Foundation
import ModelOptimization
import Workbook

/// `pare lab bench [MODEL]`: how latency and throughput grow with the batch.
struct LabBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure a model here at several batches, and find where more stop helping.",
    discussion: """
      The knee is the smallest batch with at least nine tenths of the best throughput. The images \
      are random: no data set is needed, and the speed is the same. A plot is drawn in half \
      blocks; PARE_PLOT=braille draws finer ones where the font has them, PARE_PLOT=ascii stars.
      """)

  @OptionGroup var model: LabMeasuredModel

  @Option(
    name: .long, help: ArgumentHelp("Images in a call, several.", valueName: "n,n,…"),
    transform: WholeNumbers.init(text:))
  var batch = WholeNumbers([1, 2, 4, 8, 16, 32, 64])

  @Option(
    name: .long, help: ArgumentHelp("Threads, one number or several.", valueName: "n,n,…"),
    transform: WholeNumbers.init(text:))
  var threads = WholeNumbers([1])

  @Option(
    name: .long,
    help: "Calls that are measured for each; as many as fit a second when left out.")
  var repetitions: Int?

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func validate() throws {
    guard batch.numbers.allSatisfy({ (1...65_536).contains($0) }) else {
      throw ValidationError("Each --batch must be from 1 to 65536.")
    }
    guard threads.numbers.allSatisfy({ (1...256).contains($0) }) else {
      throw ValidationError("Each of --threads must be from 1 to 256.")
    }
    guard batch.numbers.count <= 32, threads.numbers.count <= 4 else {
      throw ValidationError("Give at most 32 batches and 4 numbers of threads.")
    }
    guard (2...1_000_000).contains(repetitions ?? 2) else {
      throw ValidationError("--repetitions must be from 2 to 1000000.")
    }
  }

  func run() throws {
    let location = DataLocation(dataFolder: try course.workbook().dataFolder)
    let model = try model.loaded(from: location)
    let largest = batch.numbers.max() ?? 1
    // Refused before anything is measured, not after minutes.
    for threads in threads.numbers {
      _ = try model.session(batch: largest, threads: threads)
    }
    var generator = SplitMix64(seed: 1)
    let shape = model.inputShape
    let pixels = (0..<shape.reduce(largest, *)).map { _ in generator.nextUnit() }
    let images = Tensor(pixels, shape: [largest] + shape)
    let progress = ProgressLine()
    let report = BenchReport(
      model: model.name, weights: model.weights, isTrained: model.isTrained,
      sweeps: try threads.numbers.map { threads in
        let points = try batch.numbers.map { batch in
          progress.show("measuring: batch \(batch), threads \(threads)")
          return try point(batch, threads, model, images)
        }
        return (threads, BatchSweep(points))
      })
    progress.clear()
    if json { return try printJSON(report.document) }
    try display.show(
      report.lines(display.capabilities, environment: ProcessInfo.processInfo.environment))
  }

  private func point(
    _ batch: Int, _ threads: Int, _ model: LabModel, _ images: Tensor
  ) throws -> BatchSweep.Point {
    let session = try model.session(batch: batch, threads: threads)
    let images = images.rows(0..<batch)
    let call = { _ = session(images) }
    let effort = LabRepetitions(asked: repetitions, seconds: 1, call: call)
    return BatchSweep.Point(
      batch: batch,
      latency: measureLatency(
        warmUp: effort.warmUp, repetitions: effort.repetitions, call))
  }
}

/// Whole numbers with commas between them, each once, the smallest first: `1,8,32`.
struct WholeNumbers: ExpressibleByArgument {
  let numbers: [Int]

  init(_ numbers: [Int]) { self.numbers = Set(numbers).sorted() }

  init(text: String) throws {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count else {
      throw ValidationError(
        "\"\(text)\" is no list of whole numbers with commas between them, such as 1,8,32.")
    }
    self.init(numbers)
  }

  /// The library asks for this; the options go through `init(text:)`, which says what is wrong.
  init?(argument: String) {
    do { try self.init(text: argument) } catch { return nil }
  }

  var defaultValueDescription: String { numbers.map { "\($0)" }.joined(separator: ",") }
}
