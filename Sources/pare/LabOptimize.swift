import ArgumentParser
import Foundation
import ModelOptimization
import Workbook

/// `pare lab optimize [MODEL]`: one technique after the other, towards a goal.
struct LabOptimize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimize",
    abstract: "Make a model so many times faster and smaller, within a limit of accuracy.",
    discussion: """
      A small student learns from the model; filters are removed; weights and activations become \
      integers of 8 bits; batch norms become part of the weights. Each step is measured, and kept \
      only if it helps. Choices are made by the validation images; the test set is read once, for \
      the report. Speed is that of one image on one thread, against this library's own FP32; \
      --baseline takes another latency, such as that of another program on this machine.
      """)

  @OptionGroup var options: LabCompressionOptions

  @Option(name: .long, help: "How many times faster an answer is to be.")
  var faster = 10.0

  @Option(name: .long, help: "How many times smaller the file is to be.")
  var smaller = 5.0

  @Option(
    name: .long, help: "How much accuracy may be lost, as a share: 0.01 is one point of a hundred.")
  var maxDrop = 0.01

  @Option(name: .long, help: "Passes over the training images in which a student learns.")
  var epochs = 20

  @Option(name: .long, help: "Train on so many images only, for a quick look.")
  var images: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Measure the speed against this latency.", valueName: "microseconds"))
  var baseline: Double?

  @Option(
    name: .long, help: ArgumentHelp("A page with all that was found out.", valueName: "file.html"))
  var report: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Where to keep the run while it goes on.", valueName: "file"))
  var state: String?

  @Option(
    name: .long, help: ArgumentHelp("Go on with the run that a file keeps.", valueName: "file"))
  var resume: String?

  func validate() throws {
    do {
      _ = try OptimizationGoal(faster: faster, smaller: smaller, maximumDrop: maxDrop)
    } catch {
      throw ValidationError("--\(error)")
    }
    guard (1...1000).contains(epochs) else {
      throw ValidationError("--epochs must be from 1 to 1000.")
    }
    guard (1...54_000).contains(images ?? 1) else {
      throw ValidationError("--images must be from 1 to 54000.")
    }
    guard baseline ?? 1 > 0, baseline ?? 1 < 1e9 else {
      throw ValidationError("--baseline must be a time above 0 in microseconds.")
    }
    if resume != nil && state != nil {
      throw ValidationError(
        "--resume goes on writing to its file; --state is for a run that begins.")
    }
    let files = [options.save, report, state, resume].compactMap { $0 }
    let isTwice = files.indices.contains { index in
      files[..<index].contains { isSameFile($0, files[index]) }
    }
    guard !isTwice, !files.contains("") else {
      throw ValidationError("--save, --report, --state and --resume take different files.")
    }
  }

  func run() throws {
    let lab = try LabCompression("optimize", options)
    let network = try lab.network()
    if let report { try OptimizePage.requireReplaceable(report) }
    let place = try statePlace(for: lab.model.name)
    let (training, validation) = (try lab.training(), try lab.validation())
    let optimizer = ModelOptimizer(
      goal: try OptimizationGoal(faster: faster, smaller: smaller, maximumDrop: maxDrop),
      epochs: .init(distillation: epochs), seed: options.seed, baselineMicroseconds: baseline)
    let begun = ContinuousClock.now
    let result: ModelOptimizer.Result
    do {
      result = try withThreads(availableCores()) {
        try optimizer.run(
          ModelFile(network, inputShape: lab.model.inputShape, metadata: lab.metadata),
          name: lab.model.name, training: training.prefix(images ?? training.count),
          validation: validation, state: place.path, monitor: monitor(lab))
      }
    } catch let error where Self.isInterruption(error) {
      lab.progress.end()
      complain("\(error) Go on with:\n  \(LabCheckpoint.command(resuming: place.path))\n")
      throw ExitCode(130)
    }
    if let save = options.save { try result.model.save(to: save) }
    let report = OptimizeReport(
      model: lab.model.name, result: result, optimizer: optimizer,
      measured: try measured(result.model, lab, bytes: result.entries[0].figures?.bytes ?? 0),
      options: options, seconds: (ContinuousClock.now - begun) / .seconds(1))
    if let path = self.report { try OptimizePage(report).save(to: path) }
    if place.isTemporary { remove(place.path) }
    if options.json { return try printJSON(report.document) }
    try options.display.show(
      report.lines(
        options.display.capabilities, environment: ProcessInfo.processInfo.environment))
  }

  /// The model to begin with and what became of it, in turn, on the test set.
  private func measured(
    _ file: ModelFile, _ lab: LabCompression, bytes: Int
  ) throws -> (before: LabMeasurement, after: LabMeasurement) {
    let written = try file.bytes()
    let after = LabModel(
      name: lab.model.name, weights: options.save, file: try ModelFile(bytes: written))
    defer { lab.progress.clear() }
    return try LabMeasurement.both(
      before: (lab.model, bytes), after: (after, written.count),
      test: try FashionMNIST.test(from: lab.location), options: options, progress: lab.progress)
  }

  private func monitor(_ lab: LabCompression) -> OptimizationMonitor {
    OptimizationMonitor(
      begin: { step in lab.progress.show(["\(step.rawValue) …"], stays: !options.json) },
      entry: { entry in
        let parts = [entry.step.rawValue, entry.name] + OptimizeReport.figures(of: entry)
        lab.progress.show(parts + [entry.note], stays: true)
      },
      training: lab.monitor(Interruption()))
  }

  private static func isInterruption(_ error: any Error) -> Bool {
    if case OptimizationError.interrupted = error { return true }
    if case TrainingError.interrupted = error { return true }
    return false
  }

  /// Where the run is kept: a file that was named stays; another one goes when it is done with.
  private func statePlace(for model: String) throws -> (path: String, isTemporary: Bool) {
    if let resume {
      guard access(resume, F_OK) == 0 else { throw FileError.missing(resume) }
      let own = options.save.map { "\($0).optimize" }
      return (resume, resume == own || Self.isFreeName(resume, of: model))
    }
    var path = state ?? options.save.map { "\($0).optimize" } ?? "\(model).optimize"
    var number = 1
    while state == nil && options.save == nil && access(path, F_OK) == 0 {
      number += 1
      path = "\(model)-\(number).optimize"
    }
    guard access(path, F_OK) != 0 else {
      throw ValidationError(
        "\(path): there is a run already. Go on with --resume \(path), or remove the file to begin "
          + "anew.")
    }
    try requireWritable(path)
    return (path, state == nil)
  }

  /// Whether a run chose the name itself.
  private static func isFreeName(_ path: String, of model: String) -> Bool {
    guard path.hasPrefix(model), path.hasSuffix(".optimize") else { return false }
    let middle = path.dropFirst(model.count).dropLast(".optimize".count)
    return middle.isEmpty || middle.first == "-" && Int(middle.dropFirst()) != nil
  }

  /// Takes the files of a run away.
  private func remove(_ path: String) {
    for file in [path] + ModelOptimizer.filesOfRun(at: path) { unlink(file) }
  }
}
