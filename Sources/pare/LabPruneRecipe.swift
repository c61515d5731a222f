public import ArgumentParser
public import ModelOptimization

/// What `pare lab prune` removes, and how it trains on.
struct LabPruneRecipe: ParsableArguments {
  @Option(
    name: .long,
    help: "magnitude, global, threshold, 2:4 or another n:m, gradual, structured or lottery.",
    transform: Method.init(named:))
  var method: Method = .gradual

  @Option(
    name: .long, help: "The share of weights, or of filters and neurons, to remove: 0.9, or 0.5.")
  var sparsity: Double?

  @Option(name: .long, help: "Of the method threshold: smaller weights are removed.")
  var threshold: Float?

  @Option(name: .long, help: "What is ranked among what: local (each layer by itself) or global.")
  var scope: PruningScope?

  @Option(name: .long, help: "How filters and neurons are measured: l1 or l2.")
  var norm: ChannelNorm = .l1

  @Option(name: .long, help: "The layers to prune, by their places: 0,3. All when left out.")
  var layers: String?

  @Option(name: .long, help: "The layers to leave as they are, by their places: 9.")
  var exclude: String?

  @Option(name: .long, help: "Passes over the training images for what is left; 0 for none.")
  var epochs: Int?

  @Option(name: .long, help: "The learning rate at its highest.")
  var learningRate: Float = 0.001

  @Option(name: .long, help: "Of the lottery: how often it is trained and pruned.")
  var rounds = 3

  @Option(name: .long, help: "Of the lottery: epochs of the state that weights go back to.")
  var rewind = 0

  /// How weights are chosen.
  enum Method: Equatable {
    case magnitude, global, threshold, gradual, structured, lottery
    case pattern(SparsityPattern)
  }

  func validate() throws {
    let sparsity = sparsity ?? 0
    guard (0..<1).contains(sparsity) else {
      throw ValidationError("\(PruningError.sparsityOutOfRange(sparsity))")
    }
    if self.sparsity != nil, method == .threshold || method.pattern != nil {
      throw ValidationError("The method \(method) says itself how much goes, without --sparsity.")
    }
    guard (threshold != nil) == (method == .threshold) else {
      throw ValidationError("--threshold goes with --method threshold, and neither without it.")
    }
    if let threshold, !(threshold >= 0 && threshold.isFinite) {
      throw ValidationError("\(PruningError.thresholdOutOfRange(threshold))")
    }
    guard (0...1000).contains(epochs ?? 1), trains || !method.needsTraining else {
      throw ValidationError(
        "--epochs must be from 0 to 1000, and at least 1 for gradual and lottery.")
    }
    guard learningRate > 0, learningRate.isFinite else {
      throw ValidationError("--learning-rate must be a positive number.")
    }
    guard (1...100).contains(rounds), (0...1000).contains(rewind) else {
      throw ValidationError("--rounds must be from 1 to 100, and --rewind from 0 to 1000.")
    }
  }

  /// Whether anything is trained.
  var trains: Bool { chosenEpochs > 0 }

  /// The epochs, by default as many as win back most of what a network of the project loses.
  var chosenEpochs: Int { epochs ?? (method == .structured ? 5 : 3) }

  /// The share to remove, by default what a network of the project can do without.
  var chosenSparsity: Double {
    switch method {
    case .threshold: 0
    case .pattern(let pattern): pattern.sparsity
    case .magnitude, .structured: sparsity ?? 0.5
    case .global, .gradual, .lottery: sparsity ?? 0.9
    }
  }

  /// In one ranking of all, a large layer gives more, and small ones keep what they need. Filters
  /// are so few that each layer does better by itself, and of weights near their random beginning
  /// a layer's size is all that the ranking would see.
  var chosenScope: PruningScope {
    scope ?? (method == .global || method == .gradual ? .global : .local)
  }

  var layerList: [String]? { layers.map(Self.list) }
  var excludedList: [String] { exclude.map(Self.list) ?? [] }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { String($0.filter { $0 != " " }) }
  }

  /// The files in which the trainings of a lottery are kept.
  func stageFiles(of path: String) -> [String] {
    guard method == .lottery else { return [] }
    return LotteryTicket.stages(rounds: rounds, rewindEpochs: rewind).map { "\(path).\($0)" }
  }
}

extension LabPruneRecipe.Method: CustomStringConvertible {
  private static let named: [String: Self] = [
    "magnitude": .magnitude, "global": .global, "threshold": .threshold, "gradual": .gradual,
    "structured": .structured, "lottery": .lottery,
  ]

  /// The pattern of a method that has one.
  var pattern: SparsityPattern? {
    guard case .pattern(let pattern) = self else { return nil }
    return pattern
  }

  var needsTraining: Bool { self == .gradual || self == .lottery }

  var description: String {
    pattern.map { "\($0)" } ?? Self.named.first { $0.value == self }?.key ?? ""
  }

  /// Reads a method's name, or a pattern.
  init(named name: String) throws {
    // The name of the kind stands for its best known one.
    let parts = (name == "n:m" ? "2:4" : name).split(separator: ":").map { Int($0) }
    if let method = Self.named[name] {
      self = method
    } else if parts.count == 2, let kept = parts[0], let group = parts[1] {
      do {
        self = .pattern(try SparsityPattern(kept: kept, of: group))
      } catch {
        throw ValidationError("\(error)")
      }
    } else {
      throw ValidationError(
        "There is the choice of \(Self.named.keys.sorted().joined(separator: ", ")) and n:m.")
    }
  }
}

extension PruningScope: ExpressibleByArgument {}
extension ChannelNorm: ExpressibleByArgument {}
