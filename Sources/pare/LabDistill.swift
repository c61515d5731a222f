import ArgumentParser
import Foundation
import ModelOptimization
import Workbook

/// `pare lab distill [MODEL]`: a small network that learns from a large one.
struct LabDistill: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distill",
    abstract: "Train a small student from the answers of a large teacher.",
    discussion: """
      The model is the teacher; --teacher adds others, whose probabilities are averaged. The \
      student learns from their softened answers and from the labels: its loss is alpha · T² · \
      KL(teacher ‖ student) + (1 - alpha) · cross-entropy, at the temperature T.

      "before" is the teacher, "after" the student. --compare trains the same student from labels \
      alone as well, with the same seed, images and epochs: what the teacher is worth. Ctrl-C \
      writes a checkpoint and says how to go on.
      """)

  @OptionGroup var options: LabCompressionOptions
  @OptionGroup var recipe: LabDistillRecipe
  @OptionGroup var checkpoint: LabCheckpointOptions

  func validate() throws {
    if recipe.isSelf && (checkpoint.checkpoint != nil || checkpoint.resume != nil) {
      throw ValidationError("--self trains several networks and keeps no checkpoint.")
    }
  }

  func run() throws {
    let loss = try recipe.loss()
    // The quick refusals first: images take a second to read.
    let others = try recipe.teacher.map { path in
      let other = try LabModel(contentsOf: path, named: nil)
      try other.requireImages()
      return other
    }
    let lab = try LabCompression(
      "distill", options, checkpoint: checkpoint, reading: recipe.teacher)
    let teacher = try lab.network()
    let place = try lab.checkpoint(checkpoint)
    let interruption = Interruption()
    let training = try lab.training()
    let trial = LabDistillTrial(
      recipe: recipe, seed: options.seed,
      training: training.prefix(recipe.images ?? training.count),
      validation: try lab.validation(), monitor: lab.monitor(interruption))

    let outcome: Outcome = try withThreads(availableCores()) {
      try place.run(lab.progress) {
        if recipe.isSelf { return (try selfDistilled(lab, teacher, trial, loss), nil) }
        if recipe.alone { return (try trial.alone(checkpoint: place.file), nil) }
        return try distilled(lab, teacher, others, trial, loss, place.file)
      }
    }
    try report(lab, outcome.student, outcome.alone, place)
  }

  /// The student, and the same one from labels alone where it was asked for.
  private typealias Outcome = (
    student: TrainingResult<Sequential>, alone: TrainingResult<Sequential>?
  )

  private func distilled(
    _ lab: LabCompression, _ teacher: Sequential, _ others: [LabModel], _ trial: LabDistillTrial,
    _ loss: DistillationLoss, _ file: CheckpointFile
  ) throws -> Outcome {
    let shape = lab.model.inputShape
    var teachers = [Teacher(teacher, inputShape: shape, name: lab.model.name)]
    for (path, other) in zip(recipe.teacher, others) {
      teachers.append(Teacher(other.prepared, name: path))
    }
    let objective = try DistillationObjective(
      teachers: teachers, weights: recipe.weight.isEmpty ? nil : recipe.weight, loss: loss)
    let student =
      try recipe.features
      ? trial.distilled(
        towards: objective, featuresOf: teacher, inputShape: shape, checkpoint: file)
      : trial.distilled(towards: objective, checkpoint: file)
    return (student, recipe.compare ? try trial.alone(checkpoint: nil) : nil)
  }

  /// The teacher's architecture, born again.
  private func selfDistilled(
    _ lab: LabCompression, _ teacher: Sequential, _ trial: LabDistillTrial, _ loss: DistillationLoss
  ) throws -> TrainingResult<Sequential> {
    guard let kind = FashionModel(rawValue: lab.model.name),
      kind.untrained(seed: 0).parameterNames == teacher.parameterNames
    else {
      throw ValidationError(
        "--self begins anew with the architecture of mlp, cnn or depthwise; this model has "
          + "another one.")
    }
    let training = FashionTraining(of: kind)
    let results = try SelfDistillation(generations: recipe.generations, loss: loss).run(
      from: teacher, untrained: kind.untrained(seed:), on: trial.training,
      validation: trial.validation, inputShape: kind.inputShape,
      optimizer: AdamW(
        learningRate: training.learningRate, weightDecay: training.weightDecay),
      settings: trial.settings(training.settings), monitor: { _ in trial.monitor })
    // The best by validation images: a later generation need not be better.
    guard
      let best = results.max(by: { $0.best.validationAccuracy < $1.best.validationAccuracy })
    else { throw DistillationError.noGeneration(recipe.generations) }
    return best
  }

  private func report(
    _ lab: LabCompression, _ result: TrainingResult<Sequential>,
    _ alone: TrainingResult<Sequential>?, _ place: LabCheckpoint
  ) throws {
    var settings = recipe.settings(seed: options.seed)
    settings["epochs"] = .integer(result.epochs.count)
    if let images = recipe.images { settings["images"] = .integer(images) }
    settings["bestEpoch"] = .integer(result.best.epoch)
    settings["validationAccuracy"] = .number(result.best.validationAccuracy)
    var notes: [String] = []
    if let alone {
      let test = try FashionMNIST.test(from: lab.location)
      func share(_ network: Sequential) -> Double {
        withThreads(availableCores()) {
          accuracy(
            of: argmax(network.logits(of: test.images, inputShape: recipe.student.inputShape)),
            labels: test.labels)
        }
      }
      let (withTeacher, without) = (share(result.model), share(alone.model))
      settings["aloneValidationAccuracy"] = .number(alone.best.validationAccuracy)
      settings["aloneTestAccuracy"] = .number(without)
      settings["gain"] = .number(withTeacher - without)
      notes.append(
        "The same student from labels alone: \(Figures.percent(without, digits: 2)) of the test "
          + "images; the teacher is worth "
          + String(format: "%+.2f points.", 100 * (withTeacher - without)))
    }
    let shape = recipe.isSelf ? lab.model.inputShape : recipe.student.inputShape
    var metadata = lab.metadata
    if !recipe.isSelf { metadata["model"] = recipe.student.rawValue }
    try lab.finish(
      ModelFile(result.model, inputShape: shape, metadata: metadata), settings: settings,
      notes: notes, whenSaved: place.removeIfDone)
  }
}
