import ArgumentParser
import Foundation
import ModelOptimization
import Workbook

/// `pare lab profile mlp`: what the shipped network costs and how right it is, on this machine.
struct LabProfile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Measure a model here: accuracy, size, operations, latency.")

  @Argument(help: "The model: mlp.")
  var model: LabTrain.Model = .mlp

  @Option(
    name: .long,
    help: ArgumentHelp("Weights to measure instead of the shipped ones.", valueName: "file"))
  var weights: String?

  @Option(name: .long, help: "Images in a call.")
  var batch = 1

  @Option(name: .long, help: "Calls that are measured, after the warm-up.")
  var repetitions = 200

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions

  func validate() throws {
    guard (1...10_000).contains(batch) else {
      throw ValidationError("--batch must be from 1 to 10000, the images of the test set.")
    }
    guard (2...1_000_000).contains(repetitions) else {
      throw ValidationError("--repetitions must be from 2 to 1000000.")
    }
  }

  func run() throws {
    let location = DataLocation(projectFolder: try course.workbook().dataFolder)
    let network =
      try weights.map { try MultilayerPerceptron(contentsOf: $0) }
      ?? MultilayerPerceptron.pretrained(from: location)
    let test = try FashionMNIST.test(from: location)
    let share = accuracy(of: argmax(network(test.images)), labels: test.labels)
    let images = test.images.rows(0..<batch)
    let latency = measureLatency(warmUp: 20, repetitions: repetitions) { _ = network(images) }
    func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }
    let report = Report(
      model: model.rawValue, batch: batch, testAccuracy: share,
      parameters: network.parameterCount,
      weightBytes: network.parameterCount * MemoryLayout<Float>.size,
      multiplyAccumulates: network.multiplyAccumulates(batch: batch),
      medianMilliseconds: milliseconds(latency.median), p90Milliseconds: milliseconds(latency.p90),
      p99Milliseconds: milliseconds(latency.p99),
      imagesPerSecond: Double(batch) / (latency.median / .seconds(1)))
    guard !json else { return try printJSON(report) }
    try say(
      String(
        format: """
          model                  %@
          accuracy               %.2f %% of %d test images
          parameters             %d
          weights                %d bytes in FP32
          multiply-accumulates   %d for a batch of %d
          latency                median %.3f ms, p90 %.3f ms, p99 %.3f ms (%d calls, 1 thread)
          throughput             %.0f images a second
          """, model.rawValue, 100 * share, test.count, report.parameters, report.weightBytes,
        report.multiplyAccumulates, batch, report.medianMilliseconds, report.p90Milliseconds,
        report.p99Milliseconds, repetitions, report.imagesPerSecond))
  }

  private struct Report: Encodable {
    let schema = "pare.lab.profile/1"
    let model: String
    let batch: Int
    let testAccuracy: Double
    let parameters: Int
    let weightBytes: Int
    let multiplyAccumulates: Int
    let medianMilliseconds: Double
    let p90Milliseconds: Double
    let p99Milliseconds: Double
    let imagesPerSecond: Double
  }
}
