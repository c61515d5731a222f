import ModelOptimization

/// A trial of `pare lab search`: a point, tried on one division of the images or on several.
struct LabSearchTrial {
  private let settings: ModelSettings
  private let trains: Bool
  private let training, validation: FashionMNIST
  /// The divisions for cross-validation; empty without.
  private let folds: [(training: FashionMNIST, validation: FashionMNIST)]
  private let monitor: TrainingMonitor

  /// - Throws: `SearchError.badFolds`.
  init(
    _ settings: ModelSettings, trains: Bool, folds: Int?, training: FashionMNIST,
    validation: FashionMNIST, monitor: TrainingMonitor
  ) throws {
    (self.settings, self.trains, self.monitor) = (settings, trains, monitor)
    (self.training, self.validation) = (training, validation)
    guard let folds else {
      self.folds = []
      return
    }
    // Training and validation images together: in each fold others of them validate.
    let rows = Array(training.images.elements) + Array(validation.images.elements)
    let all = FashionMNIST(
      images: Tensor(rows, shape: [training.count + validation.count, 28 * 28]),
      labels: training.labels + validation.labels)
    self.folds = try CrossValidation(folds: folds, labels: all.labels, seed: settings.seed).folds
      .map { (all.images(at: $0.training), all.images(at: $0.validation)) }
  }

  /// The score of a point: its accuracy on the validation images, or the mean over the folds.
  func outcome(_ point: SearchPoint, _ budget: Int?) throws -> SearchTrial.Outcome {
    do {
      let divisions = folds.isEmpty ? [(training, validation)] : folds
      let products = try divisions.map { training, validation in
        try settings.product(
          at: point, budget: budget, training: training, validation: validation, trains: trains,
          monitor: monitor)
      }
      let mean = products.reduce(0) { $0 + $1.accuracy } / Double(products.count)
      return .scored(mean, figures: settings.figures(of: products[0]))
    } catch let error as TrainingError {
      if case .interrupted = error { throw error }
      return .failed("\(error)")
    } catch let error as PruningError {
      return .failed("\(error)")
    } catch let error as QuantizedModelError {
      return .failed("\(error)")
    }
  }

  /// The model of a point, learned from the training images alone.
  func product(at point: SearchPoint, budget: Int?) throws -> ModelSettings.Product {
    try settings.product(
      at: point, budget: budget, training: training, validation: validation, trains: trains,
      monitor: monitor)
  }
}
