import ArgumentParser
import Foundation
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
      int8-weights and int4-weights (the weights alone), binary (signs and one scale for each \
      output), fp16, bf16. What is stored are the integers themselves and their scales.

      Batch norms are folded into the weights first, ReLU and pooling are fused. Calibration takes \
      training images; the test set is read once, for the report. With --quantization-aware the \
      model is trained on, rounded as it will be stored, before it is quantized; Ctrl-C writes a \
      checkpoint then and says how to go on.
      """)

  @OptionGroup var options: LabCompressionOptions

  @Option(name: .long, help: "How weights and activations are stored: see above.")
  var scheme: LabQuantizationScheme = .int8

  @OptionGroup var recipe: LabQuantizationRecipe
  @OptionGroup var awareness: LabQuantizationAwareness

  func validate() throws {
    try recipe.validate(for: scheme)
    try awareness.validate(for: scheme)
    guard !awareness.isAsked || !recipe.biasCorrection else {
      throw ValidationError(
        "--bias-correction is for what was not trained; --quantization-aware trains the biases.")
    }
    guard !awareness.isAsked || recipe.layer.isEmpty else {
      throw ValidationError(
        "--layer gives a layer another scheme, and --quantization-aware trains all layers in one.")
    }
  }

  func run() throws {
    let lab = try LabCompression(
      "quantize", options, checkpoint: awareness.isAsked ? awareness.checkpoint : nil)
    do {
      try quantize(lab)
    } catch let error as QuantizedModelError where error.isAboutNumbers {
      throw ModelFileError(path: lab.model.weights, .notQuantizable(error))
    }
  }

  private func quantize(_ lab: LabCompression) throws {
    var network = try lab.network()
    if let size = recipe.groupSize { try network.requireGroups(of: size) }
    if recipe.equalize { network = network.equalizingLayers() }
    lab.progress.show("calibrating")
    let calibration = try recipe.calibrationImages(for: lab, scheme: scheme)
    var settings = recipe.settings(for: scheme, isTrained: awareness.isAsked)
    var trained: QuantizationAwareModel?
    var place: LabCheckpoint?
    if awareness.isAsked {
      let result = try awareness.train(
        network, recipe.awareSettings(for: scheme), calibration: calibration, lab)
      settings.merge(result.settings) { $1 }
      (trained, network, place) = (result.model, result.model.network, result.place)
    }
    guard scheme != .binary else {
      let binary = try network.foldingBatchNorms().quantizingWeights(with: BinaryQuantizer())
      return try lab.finish(
        lab.file(binary.network), settings: settings,
        notes: ["Stored are signs and a scale for each output; the arithmetic is FP32."],
        whenSaved: { place?.removeIfDone() })
    }
    let configuration = try recipe.configuration(
      for: scheme, isTrained: awareness.isAsked)
    let shape = lab.model.inputShape
    if scheme == .mixed {
      return try finishMixed(lab, network, configuration, calibration, settings)
    }
    // What was trained brings its ranges with it.
    let model =
      if let trained {
        try CalibratedModel(trained, inputShape: shape).quantized(configuration)
      } else {
        try QuantizedModel(
          network, inputShape: shape, configuration: configuration, calibration: calibration)
      }
    settings["layers"] = layers(of: model)
    try lab.finish(
      ModelFile(model, metadata: lab.metadata), settings: settings, notes: [note(on: model)],
      whenSaved: { place?.removeIfDone() })
  }

  /// Chooses the format of each layer by validation images.
  private func finishMixed(
    _ lab: LabCompression, _ network: Sequential, _ configuration: QuantizationConfiguration,
    _ calibration: Tensor?, _ settings: [String: LabSetting]
  ) throws {
    let calibrated = try CalibratedModel(
      network, inputShape: lab.model.inputShape, calibration: calibration,
      observer: configuration.observer, count: configuration.calibrationCount)
    let interruption = Interruption()
    let mixed = try MixedPrecision(
      of: calibrated, maximumDrop: recipe.maximumDrop, on: lab.validation(),
      configuration: configuration, threads: availableCores()
    ) { entry in
      lab.progress.show("\(entry.layer): \(entry.format)")
      if interruption.isRequested {
        lab.progress.end()
        throw ExitCode(130)
      }
    }
    var settings = settings
    settings["layers"] = layers(of: mixed.model)
    settings["sensitivity"] = .list(
      mixed.sensitivity.entries.map {
        .record([
          "layer": .text($0.layer), "format": .text("\($0.format)"), "drop": .number($0.drop),
          "bytes": .integer($0.byteCount),
        ])
      })
    settings["steps"] = .list(
      mixed.steps.map {
        .record([
          "layer": .text($0.layer ?? ""), "validationAccuracy": .number($0.accuracy),
          "bytes": .integer($0.byteCount),
        ])
      })
    if let last = mixed.steps.last { settings["validationAccuracy"] = .number(last.accuracy) }
    try lab.finish(
      ModelFile(mixed.model, metadata: lab.metadata), settings: settings,
      notes: mixed.choices.map {
        "\($0.layer): \($0.format), \(Figures.bytes($0.byteCount)); alone it costs "
          + String(format: "%.2f points.", 100 * $0.drop)
      })
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
  case binary
  case fp16
  case bf16
  case mixed

  /// Whether activations are integers with ranges that are known before.
  var needsCalibration: Bool { self == .int8 || self == .mixed }
  /// Whether the weights are integers of several bits.
  var isInteger: Bool { ![.fp16, .bf16, .binary, .mixed].contains(self) }
  /// Whether the scheme can be that of a single layer.
  var isForLayers: Bool { self != .binary && self != .mixed }
  /// Whether the weights alone are integers.
  var isWeightOnly: Bool { self == .int8Weights || self == .int4Weights }
}
