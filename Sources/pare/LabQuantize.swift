import ArgumentParser
import ModelOptimization
import Workbook

/// `pare lab quantize [MODEL]`: weights, and activations too, in few bits.
struct LabQuantize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize",
    abstract: "Store and run a model in few bits.",
    discussion: """
      Schemes: int8 (weights and activations are integers from end to end; the ranges of the \
      activations come from calibration images), int8-dynamic (the ranges are taken at run time), \
      int8-weights and int4-weights (the weights alone), fp16, bf16. What is stored are the \
      integers themselves and their scales.

      Batch norms are folded into the weights first, ReLU and pooling are fused. Calibration takes \
      training images; the test set is read once, for the report.
      """)

  @OptionGroup var options: LabCompressionOptions

  @Option(name: .long, help: "How weights and activations are stored: see above.")
  var scheme: LabQuantizationScheme = .int8

  @OptionGroup var recipe: LabQuantizationRecipe

  func validate() throws { try recipe.validate(for: scheme) }

  func run() throws {
    let lab = try LabCompression("quantize", options)
    let network = try lab.network()
    lab.progress.show("calibrating")
    let calibration = try recipe.calibrationImages(for: lab, scheme: scheme)
    let model = try QuantizedModel(
      network, inputShape: lab.model.inputShape,
      configuration: try recipe.configuration(for: scheme), calibration: calibration)
    try lab.finish(
      ModelFile(model, metadata: lab.metadata),
      settings: recipe.settings(for: scheme).merging(["layers": layers(of: model)]) { $1 },
      notes: [note(on: model)])
  }

  /// What became of each layer with weights, for programs.
  private func layers(of model: QuantizedModel) -> LabSetting {
    .list(
      model.layers.compactMap { layer in
        layer.product.map {
          .record([
            "name": .text(layer.name), "format": .text("\($0.format)"),
            "bytes": .integer(layer.byteCount),
          ])
        }
      })
  }

  private func note(on model: QuantizedModel) -> String {
    let formats = Set(model.layers.compactMap { $0.product.map { "\($0.format)" } }).sorted()
    let kind =
      model.isIntegerOnly
      ? "Every layer computes with integers alone."
      : scheme == .int8Dynamic
        ? "Sums of integers become floats behind each layer."
        : "The weights are widened to floats where they are used; the arithmetic is FP32."
    return "Formats: \(formats.joined(separator: "; ")). \(kind)"
  }
}

/// How weights and activations are stored.
enum LabQuantizationScheme: String, ExpressibleByArgument, CaseIterable {
  case int8
  case int8Dynamic = "int8-dynamic"
  case int8Weights = "int8-weights"
  case int4Weights = "int4-weights"
  case fp16
  case bf16

  /// Whether activations are integers with ranges that are known before.
  var needsCalibration: Bool { self == .int8 }
  /// Whether the weights are integers.
  var isInteger: Bool { self != .fp16 && self != .bf16 }
  /// Whether the weights alone are integers.
  var isWeightOnly: Bool { self == .int8Weights || self == .int4Weights }
}
