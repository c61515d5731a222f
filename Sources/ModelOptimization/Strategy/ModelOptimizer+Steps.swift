/// Who teaches the students, and by what.
struct School {
  let objective: DistillationObjective
  let inputShape: [Int]
  let training: FashionMNIST
  let validation: FashionMNIST
  let seed: UInt64

  init(
    teacher: Sequential, name: String, inputShape: [Int], training: FashionMNIST,
    validation: FashionMNIST, seed: UInt64
  ) throws {
    objective = try DistillationObjective(
      teachers: [Teacher(teacher, inputShape: inputShape, name: name)],
      loss: inputShape.count == 3 ? FashionStudent.compact.loss : FashionStudent.dense.loss)
    self.inputShape = inputShape
    self.training = training
    self.validation = validation
    self.seed = seed
  }

  /// The scores that the teacher gives.
  var classes: Int { objective.teachers[0].classCount }

  /// Teaches a network.
  func train<Student: TrainableLayer>(
    _ student: Student, epochs: Int, learningRate: Float, checkpoint: CheckpointFile,
    monitor: TrainingMonitor
  ) throws -> Student {
    let isImage = inputShape.count == 3
    let settings = TrainingSettings(
      epochs: epochs, seed: seed, schedule: .warmUp(share: 0.05, then: .cosine),
      augmentation: isImage ? Augmentation(maximumShift: 1, mirrors: true) : .none)
    return try distill(
      student, towards: objective, on: training, validation: validation, inputShape: inputShape,
      optimizer: AdamW(learningRate: learningRate, weightDecay: 0.02), settings: settings,
      checkpoint: checkpoint, monitor: monitor
    ).model
  }

  /// The images by which ranges of activations are found.
  var calibration: Tensor {
    let images = training.images.rows(0..<min(512, training.count))
    return images.reshaped(to: [images.rowCount] + inputShape)
  }
}

extension ModelOptimizer {
  /// A student, as large as speed and size allow, learns from the model; where it learns too little,
  /// a larger one does.
  func distill(_ run: inout OptimizationRun, _ school: School) throws {
    try run.perform(.design) { run in
      let (design, note) = try largestStudent(school, target: run.target)
      return OptimizationRun.Product(name: design.name, note: note)
    }
    let menu = StudentDesign.menu(inputShape: school.inputShape)
    guard let first = run.entry(of: .design).flatMap({ StudentDesign(name: $0.name) }) else {
      return
    }
    try teach(first, .distill, &run, school)
    let distilled = run.entry(of: .distill)
    guard let accuracy = distilled?.figures?.accuracy, accuracy < run.target.accuracy,
      let place = menu.firstIndex(of: first), place + 1 < menu.count
    else { return }
    try teach(menu[place + 1], .enlarge, &run, school)
  }

  private func teach(
    _ design: StudentDesign, _ step: OptimizationStep, _ run: inout OptimizationRun,
    _ school: School
  ) throws {
    try run.perform(step) { run in
      let student = design.untrained(
        inputShape: school.inputShape, classes: school.classes, seed: seed)
      let trained = try school.train(
        student, epochs: epochs.distillation, learningRate: 0.005,
        checkpoint: run.checkpoint(of: step), monitor: run.monitor.training)
      return OptimizationRun.Product(
        name: "student \(design.name)", file: ModelFile(trained, inputShape: school.inputShape),
        isJudgedByOutlook: true)
    }
  }

  /// The largest student that will be as fast and as small as is asked for, once it is quantized.
  private func largestStudent(
    _ school: School, target: ModelFigures
  ) throws -> (StudentDesign, note: String) {
    let menu = StudentDesign.menu(inputShape: school.inputShape)
    var chosen: (design: StudentDesign, outlook: ModelFigures)?
    for design in menu {
      let file = ModelFile(
        design.untrained(inputShape: school.inputShape, classes: school.classes, seed: seed),
        inputShape: school.inputShape)
      let outlook = try file.outlook(
        ModelFigures(
          accuracy: 0, bytes: try file.bytes().count,
          microseconds: ModelFigures.microseconds(of: file.prepared)))
      // Not the first that fails ends it: widths that fill whole vectors are faster than narrower
      // ones that do not.
      guard chosen == nil || OptimizationGoal.shortfall(of: outlook, from: target) == 0 else {
        continue
      }
      chosen = (design, outlook)
    }
    guard let chosen else { preconditionFailure("There is at least one student.") }
    let time = (10 * chosen.outlook.microseconds).rounded() / 10
    let isEnough = OptimizationGoal.shortfall(of: chosen.outlook, from: target) == 0
    return (
      chosen.design,
      (isEnough
        ? "the largest student that promises to be fast and small enough: "
        : "the smallest student, as none promises to be fast and small enough: ")
        + "\(time) µs and \(chosen.outlook.bytes) bytes in 8 bits."
    )
  }

  /// Removes the filters and neurons that matter least.
  func prune(_ run: inout OptimizationRun, _ school: School) throws {
    try run.perform(.prune) { run in
      let network = try run.currentFile().floatingPointNetwork()
      let (sparsity, pruned) = try enoughPruned(network, school, target: run.target)
      let trained = try school.train(
        pruned, epochs: epochs.pruning, learningRate: 0.002,
        checkpoint: run.checkpoint(of: .prune), monitor: run.monitor.training)
      return OptimizationRun.Product(
        name: "\(Int((100 * sparsity).rounded())) % of the channels removed",
        file: ModelFile(trained, inputShape: school.inputShape), isJudgedByOutlook: true)
    }
  }

  /// The network without the smallest share of its channels that reaches speed and size; without
  /// half of them, where none does.
  private func enoughPruned(
    _ network: Sequential, _ school: School, target: ModelFigures
  ) throws -> (sparsity: Double, network: Sequential) {
    var last = (sparsity: 0.0, network: network)
    for sparsity in [0.25, 0.375, 0.5] {
      let pruned = try ChannelPruning(
        of: network, inputShape: school.inputShape, sparsity: sparsity
      ).removing(from: network)
      last = (sparsity, pruned)
      let file = ModelFile(pruned, inputShape: school.inputShape)
      let outlook = try file.outlook(
        ModelFigures(
          accuracy: 0, bytes: try file.bytes().count,
          microseconds: ModelFigures.microseconds(of: file.prepared)))
      if OptimizationGoal.shortfall(of: outlook, from: target) == 0 { break }
    }
    return last
  }
}
