/// Settings of training and compression by name, as a search space has them: what they may be, and
/// the model that comes of them.
///
/// Settings of training: `learning-rate`, `weight-decay`, `batch`, `epochs`, `augment` (yes, no) and
/// `schedule` (constant, cosine, warm-up). Of compression: `channels`, the share of filters and
/// neurons removed; `sparsity`, the share of weights removed; `bits` of a stored weight, with
/// `granularity` (tensor, channel, group) and the `group` of weights that share a scale.
///
/// With a setting of training the model is trained anew from random weights; without one the model
/// that is there is compressed as it is.
public struct ModelSettings: Sendable {
  /// The model to compress, and whose training's settings are those not searched.
  public let model: FashionModel
  /// The layers that are compressed where nothing is trained.
  public let network: Sequential
  /// The passes over the images where neither the space nor a budget says how many.
  public let epochs: Int
  /// Sets first weights, order and other chances of training.
  public let seed: UInt64

  /// Creates settings around a model.
  public init(_ model: FashionModel, _ network: Sequential, epochs: Int, seed: UInt64) {
    require(epochs >= 1, "A model is trained for at least 1 epoch.")
    self.model = model
    self.network = network
    self.epochs = epochs
    self.seed = seed
  }

  private static let numbers: [(name: String, range: ClosedRange<Double>, trains: Bool)] = [
    ("learning-rate", 1e-9...10, true), ("weight-decay", 0...10, true), ("batch", 1...10_000, true),
    ("epochs", 1...1000, true), ("channels", 0...0.99, false), ("sparsity", 0...0.999, false),
    ("bits", 2...16, false), ("group", 1...65_536, false),
  ]
  private static let words: [(name: String, choices: [String], trains: Bool)] = [
    ("augment", ["yes", "no"], true), ("schedule", ["constant", "cosine", "warm-up"], true),
    ("granularity", ["tensor", "channel", "group"], false),
  ]
  private static let whole: Set = ["batch", "epochs", "bits", "group"]

  /// The names of all settings.
  public static var names: [String] { numbers.map(\.name) + words.map(\.name) }

  /// Whether a space has a setting of training, so that each point is trained.
  public static func trains(_ space: SearchSpace) -> Bool {
    let training = numbers.filter(\.trains).map(\.name) + words.filter(\.trains).map(\.name)
    return space.parameters.contains { training.contains($0.name) }
  }

  /// Checks that each setting of a space is one of these, with values that it can have.
  ///
  /// - Throws: `SearchError.unknownSetting`, `SearchError.badSetting`.
  public static func check(_ space: SearchSpace) throws {
    for parameter in space.parameters {
      let (name, domain) = (parameter.name, parameter.domain)
      if let number = numbers.first(where: { $0.name == name }) {
        let range: ClosedRange<Double>? =
          switch domain {
          case .real(let range, _): whole.contains(name) ? nil : range
          case .integer(let range, _): Double(range.lowerBound)...Double(range.upperBound)
          case .choice: nil
          }
        guard let range, number.range.contains(range.lowerBound),
          number.range.contains(range.upperBound)
        else {
          let kind = whole.contains(name) ? "whole numbers" : "numbers"
          throw SearchError.badSetting(
            name,
            allowed: "\(kind) from \(number.range.lowerBound.plain) to "
              + "\(number.range.upperBound.plain), written LOW..HIGH")
        }
      } else if let word = words.first(where: { $0.name == name }) {
        guard case .choice(let choices) = domain, choices.allSatisfy(word.choices.contains) else {
          throw SearchError.badSetting(
            name,
            allowed: "some of the words \(word.choices.joined(separator: ", ")), with | between "
              + "them")
        }
      } else {
        throw SearchError.unknownSetting(name, known: names)
      }
    }
  }
}

extension ModelSettings {
  /// What came of settings.
  public struct Product: Sendable {
    /// The network, pruned and trained.
    public let network: Sequential
    /// Its stored integers, where `bits` asks for them.
    public let quantized: QuantizedModel?
    /// The share of the validation images that it classifies right.
    public let accuracy: Double
    /// The bytes of the weights as they are stored, zeros included.
    public let bytes: Int
  }

  /// The model of a point.
  ///
  /// - Parameters:
  ///   - point: of a space that was checked.
  ///   - budget: the epochs of training; nil for as many as the settings say.
  ///   - training: what is learned from.
  ///   - validation: what the accuracy is measured on, and the best epoch chosen by. Never the test
  ///     set.
  ///   - trains: whether the point has a setting of training (`trains(_:)`), so that the network
  ///     begins with random weights.
  ///   - monitor: who follows the training.
  /// - Throws: `TrainingError`, `PruningError`, `QuantizationError`, `QuantizedModelError`.
  public func product(
    at point: SearchPoint, budget: Int?, training: FashionMNIST, validation: FashionMNIST,
    trains: Bool, monitor: TrainingMonitor = TrainingMonitor()
  ) throws -> Product {
    var network = network
    if trains {
      network = try trained(
        at: point, budget: budget, training: training, validation: validation, monitor: monitor)
    }
    if let share = point.number("channels"), share > 0 {
      network = try ChannelPruning(
        of: network, inputShape: model.inputShape, sparsity: share
      ).removing(from: network)
    }
    if let share = point.number("sparsity"), share > 0 {
      network = try PruningMask(magnitudesOf: network, sparsity: share, scope: .global)
        .applied(to: network)
    }
    var quantized: QuantizedModel?
    if let bits = point.integer("bits") {
      let format = LayerFormat.weightOnly(
        try IntegerFormat(bits: bits), granularity: granularity(at: point))
      quantized = try QuantizedModel(
        network, inputShape: model.inputShape,
        configuration: QuantizationConfiguration(format: format))
    }
    let prepared =
      quantized.map { PreparedModel($0) } ?? PreparedModel(network, inputShape: model.inputShape)
    let cost = ModelCost(network, inputShape: model.inputShape)
    return Product(
      network: network, quantized: quantized, accuracy: validation.accuracy(of: prepared),
      bytes: quantized?.byteCount ?? cost.weightBytes(in: .fp32))
  }

  /// The figures of a product by name, as limits name them: `bytes`, `macs`.
  public func figures(of product: Product) -> [String: Double] {
    let macs = product.network.multiplyAccumulates(for: [1] + model.inputShape)
    return ["bytes": Double(product.bytes), "macs": Double(macs)]
  }

  private func granularity(at point: SearchPoint) -> Granularity {
    let group = Granularity.group(size: point.integer("group") ?? 32)
    return switch point.choice("granularity") {
    case "tensor": .tensor
    case "channel": .channel
    case "group": group
    default: point.integer("group") == nil ? .channel : group
    }
  }

  private func trained(
    at point: SearchPoint, budget: Int?, training: FashionMNIST, validation: FashionMNIST,
    monitor: TrainingMonitor
  ) throws -> Sequential {
    let recipe = FashionTraining(of: model)
    var settings = recipe.settings
    settings.epochs = budget ?? point.integer("epochs") ?? epochs
    settings.seed = seed
    if let batch = point.integer("batch") { settings.batchSize = batch }
    if let word = point.choice("augment") {
      settings.augmentation = word == "yes" ? Augmentation(maximumShift: 1, mirrors: true) : .none
    }
    switch point.choice("schedule") {
    case "constant": settings.schedule = .constant
    case "cosine": settings.schedule = .cosine
    case "warm-up": settings.schedule = .warmUp(share: 0.05, then: .cosine)
    default: break
    }
    let decay = point.number("weight-decay").map { Float($0) } ?? recipe.weightDecay
    let rate = point.number("learning-rate").map { Float($0) } ?? recipe.learningRate
    // A decay of 0 makes AdamW the Adam of the recipes without one.
    return try train(
      model.untrained(seed: seed), on: training, validation: validation,
      inputShape: model.inputShape, optimizer: AdamW(learningRate: rate, weightDecay: decay),
      settings: settings, monitor: monitor
    ).model
  }
}
