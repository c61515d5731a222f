public import ArgumentParser
import Foundation
public import ModelOptimization
import Workbook

/// `pare lab train [MODEL]`: trains a network that comes with the project.
struct LabTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on Fashion-MNIST, as the shipped one was trained.",
    discussion: """
      Without further options the model is trained as the shipped one was; the same options give \
      the same weights with any number of threads. The last 6,000 training images choose the best \
      epoch; the test set is read once, for the report at the end. The full training set is used \
      where Debian's package dataset-fashion-mnist is installed, else the 12,000 images that come \
      with the project.

      After Ctrl-C the program writes a checkpoint and says how to go on. With --save or \
      --checkpoint there is one after each epoch as well. fp16 and bf16 show what storing in 16 \
      bits does to a training; on a processor they make it slower, not faster.
      """)

  @Argument(help: "The model: mlp, cnn or depthwise; mlp when left out.")
  var name: FashionModel?

  @Option(name: .long, help: "The model, by option.")
  var model: FashionModel?

  @OptionGroup var recipe: LabTrainRecipe

  @Option(name: .long, help: "Threads; all cores when left out.")
  var threads: Int?

  @OptionGroup var checkpoint: LabCheckpointOptions

  @Option(name: .long, help: ArgumentHelp("Where to write the weights.", valueName: "file"))
  var save: String?

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions

  typealias Model = FashionModel

  func validate() throws {
    if let name, let model, name != model {
      throw ValidationError("Two models were given: \(name.rawValue) and \(model.rawValue).")
    }
    guard (1...256).contains(threads ?? 1) else {
      throw ValidationError("--threads must be from 1 to 256.")
    }
    if let save { try requireFileName(save, for: "--save") }
  }

  func run() throws {
    let kind = model ?? name ?? .mlp
    let location = DataLocation(dataFolder: try course.workbook().dataFolder)
    let training = recipe.training(of: kind)
    // Before the first epoch rather than after the last.
    if let save { try ModelFile.requireReplaceable(save) }
    let place = try checkpoint.place(save: save, name: kind.rawValue)
    let line = ProgressLine()
    let progress = TrainingProgressLine(line)
    let interruption = Interruption()
    let threads = threads ?? availableCores()
    let begun = ContinuousClock.now
    try place.run(line) {
      let (result, metadata) = try withThreads(threads) {
        try training.run(
          from: location, checkpoint: place.file,
          monitor: TrainingMonitor(
            step: progress.show, epoch: progress.show, shouldStop: { interruption.isRequested }))
      }
      var network = result.model
      if let save {
        try kind.save(network, to: save, metadata: metadata)
        // What is reported is true of the file.
        network = try kind.load(from: save)
      }
      place.removeIfDone()
      let test = try FashionMNIST.test(from: location)
      let predictions = withThreads(threads) { kind.predictions(of: network, for: test) }
      try report(
        Report(
          model: kind.rawValue, precision: training.settings.precision.rawValue,
          threads: threads, epochs: result.epochs.count, bestEpoch: result.best.epoch,
          validationAccuracy: result.best.validationAccuracy,
          testAccuracy: accuracy(of: predictions, labels: test.labels),
          parameters: network.parameterCount, skippedSteps: result.skippedSteps,
          seconds: (ContinuousClock.now - begun) / .seconds(1), saved: save),
        images: test.count)
    }
  }

  private func report(_ report: Report, images: Int) throws {
    guard !json else { return try printJSON(report) }
    try say(
      String(
        format: "Best epoch %d of %d: validation %.2f %%, test %.2f %% of %d images.",
        report.bestEpoch, report.epochs, 100 * report.validationAccuracy,
        100 * report.testAccuracy, images))
    if report.skippedSteps > 0 {
      try say("\(report.skippedSteps) steps were left out because a gradient overflowed.")
    }
    if save == nil {
      try say("The weights were not kept; --save FILE keeps them.")
    }
    if let save {
      try say("Written: \(save). Measure it: pare lab profile \(report.model) --weights \(save)")
    }
  }

  private struct Report: Encodable {
    let schema = "pare.lab.train/1"
    let model, precision: String
    let threads, epochs, bestEpoch: Int
    let validationAccuracy, testAccuracy: Double
    let parameters, skippedSteps: Int
    let seconds: Double
    let saved: String?
  }
}

extension FashionModel {
  /// The class of each image, a place in `FashionMNIST.classNames`.
  fileprivate func predictions(of network: Sequential, for data: FashionMNIST) -> [Int] {
    stride(from: 0, to: data.count, by: 250).flatMap { start in
      let images = data.images.rows(start..<min(start + 250, data.count))
      return argmax(network(images.reshaped(to: [images.rowCount] + inputShape)))
    }
  }
}

extension StorageFormat: ExpressibleByArgument {}
