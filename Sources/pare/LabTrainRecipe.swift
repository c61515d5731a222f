import ArgumentParser
import ModelOptimization

/// How `pare lab train` trains, where it differs from how the shipped model was trained.
struct LabTrainRecipe: ParsableArguments {
  @Option(name: .long, help: "Passes over the training images.")
  var epochs: Int?

  @Option(name: .long, help: "Sets the first weights and the order of the images.")
  var seed: UInt64?

  @Option(name: .long, help: "Images between two steps.")
  var batch: Int?

  @Option(name: .long, help: "Format of weights, activations and gradients: fp32, fp16 or bf16.")
  var precision: StorageFormat = .fp32

  @Flag(
    name: .long, inversion: .prefixedNo,
    help: "Shift the images by up to 1 pixel and mirror half of them.")
  var augment: Bool?

  @Option(name: .long, help: "Stop after so many epochs without a better one.")
  var patience: Int?

  func validate() throws {
    guard (1...1000).contains(epochs ?? 1) else {
      throw ValidationError("--epochs must be from 1 to 1000.")
    }
    guard (1...10_000).contains(batch ?? 1) else {
      throw ValidationError("--batch must be from 1 to 10000.")
    }
    guard (1...1000).contains(patience ?? 1) else {
      throw ValidationError("--patience must be from 1 to 1000.")
    }
  }

  func training(of model: FashionModel) -> FashionTraining {
    var training = FashionTraining(of: model)
    if let epochs { training.settings.epochs = epochs }
    if let seed { training.settings.seed = seed }
    if let batch { training.settings.batchSize = batch }
    if let augment {
      training.settings.augmentation =
        augment ? Augmentation(maximumShift: 1, mirrors: true) : .none
    }
    training.settings.precision = precision
    training.settings.patience = patience
    return training
  }
}
