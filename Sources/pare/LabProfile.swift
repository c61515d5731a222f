import ArgumentParser
import Foundation
import ModelOptimization
import Workbook

/// `pare lab profile [MODEL]`: what a network costs and how right it is, on this machine.
struct LabProfile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Measure a model here: accuracy, size, operations, latency.",
    discussion: """
      Latency is that of whole calls; then calls are measured operator by operator and set against \
      what this machine can do at best: its multiply-adds and its reads, both measured here. \
      "roof" is the shortest possible time as a part of the real one. Percentiles are by nearest \
      rank, and slow calls count in all of them.
      """)

  @OptionGroup var model: LabMeasuredModel

  @Option(name: .long, help: "Images in a call.")
  var batch = 1

  @Option(name: .long, help: "Threads that share the work.")
  var threads = 1

  @Option(
    name: .long,
    help: "Calls that are measured, after the warm-up; as many as fit two seconds when left out.")
  var repetitions: Int?

  @Flag(name: .long, help: "Precision, recall and F1 of each class as well.")
  var classes = false

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func validate() throws {
    guard (1...10_000).contains(batch) else {
      throw ValidationError("--batch must be from 1 to 10000, the images of the test set.")
    }
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads must be from 1 to 256.")
    }
    guard (2...1_000_000).contains(repetitions ?? 2) else {
      throw ValidationError("--repetitions must be from 2 to 1000000.")
    }
  }

  func run() throws {
    let location = DataLocation(dataFolder: try course.workbook().dataFolder)
    let model = try model.loaded(from: location)
    try model.requireImages()
    let session = try model.session(batch: batch, threads: threads)
    let test = try FashionMNIST.test(from: location)
    let images = test.images(0..<batch, shape: model.inputShape)
    let effort = LabRepetitions(asked: repetitions, seconds: 2) { _ = session(images) }
    let report = ProfileReport(
      model: model.name, weights: model.weights, bytesOnDisk: try model.bytesOnDisk(),
      isQuantized: model.isQuantized, testImages: test.count,
      classification: model.isTrained ? try classification(of: model, on: test) : nil,
      cost: model.file.cost, session: session,
      profile: session.profile(
        images, warmUp: effort.warmUp, repetitions: effort.repetitions,
        roofline: .measured(threads: threads)),
      energy: EnergyFigures(imagesPerCall: batch) { _ = session(images) })
    if json { return try printJSON(report.document) }
    try display.show(report.lines(display.capabilities, showsClasses: classes))
  }

  /// How right the model is on the whole test set.
  private func classification(
    of model: LabModel, on test: FashionMNIST
  ) throws -> (ConfusionMatrix, ClassificationReport) {
    let session = try model.session(batch: 250, threads: threads)
    let matrix = ConfusionMatrix(
      predictions: test.predictions(of: session), labels: test.labels,
      classCount: FashionMNIST.classNames.count)
    return (matrix, ClassificationReport(matrix, classNames: FashionMNIST.classNames))
  }
}
