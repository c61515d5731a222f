import ArgumentParser
import ModelOptimization

/// How `pare lab quantize` trains a model that will be rounded.
struct LabQuantizationAwareness: ParsableArguments {
  @Flag(
    name: .customLong("quantization-aware"),
    help: "Train on with weights and activations rounded as they will be stored.")
  var isAsked = false

  @Option(name: .long, help: "Passes over the training images; 2 when left out.")
  var epochs: Int?

  @Option(name: .long, help: "The learning rate at its highest; 0.0001 when left out.")
  var learningRate: Float?

  @OptionGroup var checkpoint: LabCheckpointOptions

  func validate(for scheme: LabQuantizationScheme) throws {
    if isAsked {
      guard scheme.isInteger || scheme == .binary else {
        throw ValidationError(
          "--quantization-aware is for one format of few bits, not for --scheme "
            + "\(scheme.rawValue).")
      }
    } else if epochs != nil || learningRate != nil || checkpoint.checkpoint != nil
      || checkpoint.resume != nil
    {
      throw ValidationError(
        "--epochs, --learning-rate, --checkpoint and --resume are for --quantization-aware; "
          + "without it nothing is trained.")
    }
    guard (1...1000).contains(epochs ?? 1) else {
      throw ValidationError("--epochs must be from 1 to 1000.")
    }
    guard (learningRate ?? 1) > 0, (learningRate ?? 1) <= 1 else {
      throw ValidationError("--learning-rate must be above 0 and at most 1.")
    }
  }

  /// Trains the network on, and says how, and where the run is kept.
  func train(
    _ network: Sequential, _ aware: QuantizationAwareSettings, calibration: Tensor?,
    _ lab: LabCompression
  ) throws -> (
    model: QuantizationAwareModel, settings: [String: LabSetting], place: LabCheckpoint
  ) {
    let rate = learningRate ?? 1e-4
    // A network of the project learns from images that are changed as they were at first.
    let kind = FashionModel(rawValue: lab.model.name)
    let training = TrainingSettings(
      epochs: epochs ?? 2, seed: lab.options.seed, schedule: .cosine,
      augmentation: kind.map { FashionTraining(of: $0).settings.augmentation } ?? .none)
    let place = try lab.checkpoint(checkpoint)
    let interruption = Interruption()
    let twin = try QuantizationAwareModel(network, settings: aware, calibration: calibration)
    let result = try place.run(lab.progress) {
      try withThreads(availableCores()) {
        try ModelOptimization.train(
          twin, on: lab.training(), validation: lab.validation(),
          inputShape: lab.model.inputShape, optimizer: Adam(learningRate: rate),
          settings: training, checkpoint: place.file, monitor: lab.monitor(interruption))
      }
    }
    return (
      result.model,
      [
        "quantizationAware": .flag(true), "epochs": .integer(result.epochs.count),
        "bestEpoch": .integer(result.best.epoch), "learningRate": .number(Double(rate)),
        "validationAccuracy": .number(result.best.validationAccuracy),
        "seed": .text("\(lab.options.seed)"),
      ], place
    )
  }
}
