import ArgumentParser
import Foundation
import ModelOptimization
import Workbook

/// `pare lab train mlp`: trains the network that comes with the project.
struct LabTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on Fashion-MNIST, as the shipped one was trained.",
    discussion: """
      The last 6,000 training images choose the best epoch; the test set is read once, for the \
      report at the end. The full training set is used where Debian's package \
      dataset-fashion-mnist is installed, else the 12,000 images that come with the project.
      """)

  @Argument(help: "The model: mlp.")
  var model: Model = .mlp

  @Option(name: .long, help: "Passes over the training images.")
  var epochs = FashionTraining().epochs

  @Option(name: .long, help: "Sets the first weights and the order of the images.")
  var seed = FashionTraining().seed

  @Option(name: .long, help: ArgumentHelp("Where to write the weights.", valueName: "file"))
  var save: String?

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions

  enum Model: String, ExpressibleByArgument, CaseIterable { case mlp }

  func validate() throws {
    guard (1...1000).contains(epochs) else {
      throw ValidationError("--epochs must be from 1 to 1000.")
    }
  }

  func run() throws {
    let location = DataLocation(projectFolder: try course.workbook().dataFolder)
    var training = FashionTraining()
    training.epochs = epochs
    training.seed = seed
    let begun = ContinuousClock.now
    let (result, metadata) = try training.run(from: location) { report in
      let perEpoch = (ContinuousClock.now - begun) / report.epoch
      let left = perEpoch * (epochs - report.epoch)
      let line = String(
        format: "epoch %2d of %d   loss %.4f   validation %.2f %%   %d s left\n", report.epoch,
        epochs, report.trainingLoss, 100 * report.validationAccuracy, left.components.seconds)
      complain(line)
    }
    if let save { try result.model.save(to: save, metadata: metadata) }
    let test = try FashionMNIST.test(from: location)
    let share = accuracy(of: argmax(result.model(test.images)), labels: test.labels)
    if json {
      try printJSON(
        Report(
          model: model.rawValue, bestEpoch: result.best.epoch,
          validationAccuracy: result.best.validationAccuracy, testAccuracy: share,
          parameters: result.model.parameterCount, saved: save))
    } else {
      try say(
        String(
          format: "Best epoch %d: validation %.2f %%, test %.2f %% of %d images.",
          result.best.epoch,
          100 * result.best.validationAccuracy, 100 * share, test.count))
      if let save {
        try say("Written: \(save). Measure it: pare lab profile mlp --weights \(save)")
      }
    }
  }

  private struct Report: Encodable {
    let schema = "pare.lab.train/1"
    let model: String
    let bestEpoch: Int
    let validationAccuracy: Double
    let testAccuracy: Double
    let parameters: Int
    let saved: String?
  }
}
