public import ArgumentParser
public import ModelOptimization

/// Which student `pare lab distill` trains, and from what.
struct LabDistillRecipe: ParsableArguments {
  @Option(
    name: .long,
    help: "The student: compact (three convolutions) or dense (three dense layers).")
  var student: FashionStudent = .dense

  @Option(name: .long, help: "What all scores are divided by; above 0.")
  var temperature: Float?

  @Option(name: .long, help: "The teachers' share in the loss, from 0 to 1.")
  var alpha: Float?

  @Option(name: .long, help: "Passes over the training images.")
  var epochs: Int?

  @Option(name: .long, help: "Learn from so many training images only.")
  var images: Int?

  @Flag(
    name: .long, inversion: .prefixedNo,
    help: "Shift the images by up to 1 pixel and mirror half of them.")
  var augment: Bool?

  @Option(
    name: .long,
    help: ArgumentHelp("Another teacher, as a verb's --save wrote it.", valueName: "file"))
  var teacher: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How much a teacher counts: once for the model, then once for each --teacher.",
      valueName: "number"))
  var weight: [Float] = []

  @Flag(name: .long, help: "Learn from what the teacher computes half-way, too.")
  var features = false

  @Flag(name: .customLong("self"), help: "The student is the teacher's architecture, begun anew.")
  var isSelf = false

  @Option(name: .long, help: "How often --self begins anew, each time from the last one.")
  var generations = 1

  @Flag(name: .long, help: "No teacher: the same student from labels alone.")
  var alone = false

  @Flag(name: .long, help: "Train the same student from labels alone as well.")
  var compare = false

  func validate() throws {
    guard (1...1000).contains(epochs ?? 1) else {
      throw ValidationError("--epochs must be from 1 to 1000.")
    }
    guard (1...60_000).contains(images ?? 1) else {
      throw ValidationError("--images must be from 1 to 60000.")
    }
    guard (1...20).contains(generations), isSelf || generations == 1 else {
      throw ValidationError("--generations goes with --self, and must be from 1 to 20.")
    }
    guard [isSelf, alone, features].count(where: { $0 }) <= 1 else {
      throw ValidationError("--self, --alone and --features are three different things.")
    }
    if compare && (alone || isSelf) {
      throw ValidationError("--compare needs a student that learns from a teacher.")
    }
    if (alone || isSelf) && !(teacher.isEmpty && weight.isEmpty) {
      throw ValidationError("--alone and --self take no other teachers.")
    }
    guard weight.isEmpty || weight.count == teacher.count + 1 else {
      throw ValidationError("--weight is given once for the model and once for each --teacher.")
    }
    do {
      _ = try loss()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func loss() throws(DistillationError) -> DistillationLoss {
    try DistillationLoss(
      temperature: temperature ?? student.loss.temperature, alpha: alpha ?? student.loss.alpha)
  }

  /// What a report says of the recipe.
  func settings(seed: UInt64) -> [String: LabSetting] {
    var settings: [String: LabSetting] = ["seed": .text("\(seed)")]
    settings["student"] = .text(isSelf ? "self" : student.rawValue)
    guard !alone else {
      settings["teachers"] = .integer(0)
      return settings
    }
    settings["teachers"] = .integer(1 + teacher.count)
    settings["temperature"] = .number(Double(temperature ?? student.loss.temperature))
    settings["alpha"] = .number(Double(alpha ?? student.loss.alpha))
    if features { settings["features"] = .flag(true) }
    if isSelf { settings["generations"] = .integer(generations) }
    return settings
  }
}

extension FashionStudent: ExpressibleByArgument {}

/// The trainings of one recipe.
struct LabDistillTrial {
  let recipe: LabDistillRecipe
  let seed: UInt64
  let training: FashionMNIST
  let validation: FashionMNIST
  let monitor: TrainingMonitor

  /// Settings with what was asked for in the place of what is usual.
  func settings(_ usual: TrainingSettings) -> TrainingSettings {
    var settings = usual
    settings.seed = seed
    if let epochs = recipe.epochs { settings.epochs = epochs }
    if let augment = recipe.augment {
      settings.augmentation = augment ? Augmentation(maximumShift: 1, mirrors: true) : .none
    }
    return settings
  }

  func alone(checkpoint: CheckpointFile?) throws -> TrainingResult<Sequential> {
    let student = recipe.student
    return try train(
      student.untrained(seed: seed), on: training, validation: validation,
      inputShape: student.inputShape, optimizer: student.optimizer,
      settings: settings(student.settings), checkpoint: checkpoint, monitor: monitor)
  }

  func distilled(
    towards objective: DistillationObjective, checkpoint: CheckpointFile
  ) throws -> TrainingResult<Sequential> {
    let student = recipe.student
    return try distill(
      student.untrained(seed: seed), towards: objective, on: training, validation: validation,
      inputShape: student.inputShape, optimizer: student.optimizer,
      settings: settings(student.settings), checkpoint: checkpoint, monitor: monitor)
  }

  /// From answers and features.
  func distilled(
    towards objective: DistillationObjective, featuresOf teacher: Sequential, inputShape: [Int],
    checkpoint: CheckpointFile
  ) throws -> TrainingResult<Sequential> {
    let student = recipe.student
    let network = student.untrained(seed: seed)
    let layers = try FeatureDistillation.matchingLayers(
      of: network, inputShape: student.inputShape, and: teacher, inputShape: inputShape)
    let pair = try FeatureDistillation(
      of: network, layer: layers.student, inputShape: student.inputShape, from: teacher,
      layer: layers.teacher, teacherInputShape: inputShape, objective: objective, seed: seed)
    let result = try train(
      pair.student, on: training, validation: validation, inputShape: student.inputShape,
      optimizer: student.optimizer, settings: settings(student.settings),
      objective: pair.objective, checkpoint: checkpoint, monitor: monitor)
    return result.map(\.network)
  }
}
