import ArgumentParser
import Foundation
import ModelOptimization
import Terminal
import Workbook

/// `pare lab search [MODEL]`: the settings that do best.
struct LabSearch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search settings of training or compression that do best on the validation images.",
    discussion: """
      A space is settings with commas between them: learning-rate=1e-4..1e-2:log, \
      batch=32..256:log, schedule=constant|cosine. Settings of training: learning-rate, \
      weight-decay, batch, epochs, augment (yes|no), schedule (constant|cosine|warm-up). Of \
      compression: channels and sparsity (shares that are removed), bits of a stored weight, \
      granularity (tensor|channel|group), group. With a setting of training each trial trains a \
      network from random weights; without one the model is compressed as it is.
      """)

  /// The ways to search.
  enum Method: String, ExpressibleByArgument, CaseIterable {
    case bayesian, random, grid
  }

  @OptionGroup var options: LabCompressionOptions

  @Option(name: .long, help: "How points are chosen.")
  var method = Method.bayesian

  @Option(name: .long, help: "Points to try; 12, and of a grid all, when left out.")
  var trials: Int?

  @Option(
    name: .long, help: ArgumentHelp("The settings and their values.", valueName: "space"))
  var space = "learning-rate=1e-4..1e-2:log,batch=32..256:log"

  @Option(name: .long, help: "Values of each range in a grid.")
  var values = 3

  @Option(name: .long, help: "Cross-validate with so many folds of the images.")
  var folds: Int?

  @Option(name: .long, help: "Passes over the training images in each trial.")
  var epochs = 3

  @Option(name: .long, help: "Train on so many images only.")
  var images: Int?

  @Flag(name: .long, help: "Try all points for 1 epoch, the best third for 3, and so on.")
  var halving = false

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("What the best may have at most.", valueName: "bytes=n|macs=n"))
  var atMost: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Keep each trial in this file, and go on behind those that it has.", valueName: "file"))
  var log: String?

  func validate() throws {
    guard (1...1000).contains(epochs) else {
      throw ValidationError("--epochs must be from 1 to 1000.")
    }
    guard (1...1000).contains(values) else {
      throw ValidationError("--values must be from 1 to 1000.")
    }
    guard trials ?? 1 <= 100_000 else {
      throw ValidationError("--trials must be from 1 to 100000.")
    }
    guard (1...60_000).contains(images ?? 1) else {
      throw ValidationError("--images must be from 1 to 60000.")
    }
    // Fewer divide nothing; more than there are images cannot be.
    guard (2...60_000).contains(folds ?? 2) else {
      throw ValidationError("--folds must be from 2 to 60000, the images.")
    }
    if let log, log.isEmpty || options.save.map({ isSameFile($0, log) }) ?? false {
      throw ValidationError("--log takes a file of its own, not \"\(log)\".")
    }
    do {
      let search = try search(subject: "")
      let trains = ModelSettings.trains(search.space)
      if folds != nil && !trains {
        throw ValidationError(
          "--folds needs a setting of training: the model has learned from every training image.")
      }
      if halving && !trains {
        throw ValidationError("--halving needs a setting of training: its budget is epochs.")
      }
      if halving && search.space.parameters.contains(where: { $0.name == "epochs" }) {
        throw ValidationError("--halving sets the epochs itself: leave them out of the space.")
      }
    } catch let error as SearchError {
      throw ValidationError("\(error)")
    }
  }

  func run() throws {
    let lab = try LabCompression("search", options)
    guard let kind = FashionModel(rawValue: lab.model.name) else {
      throw ValidationError("Settings are searched for mlp, cnn and depthwise.")
    }
    let (training, validation) = try sets(lab)
    let search = try search(
      subject: "\(kind.rawValue), \(epochs) epochs, \(training.count) and \(validation.count) "
        + "images, \(folds.map { "\($0) folds" } ?? "no folds")")
    let settings = ModelSettings(kind, try lab.network(), epochs: epochs, seed: options.seed)
    let trains = ModelSettings.trains(search.space)
    let interruption = Interruption()
    do {
      let (result, product) = try withThreads(availableCores()) {
        let trial = try LabSearchTrial(
          settings, trains: trains, folds: folds, training: training, validation: validation,
          monitor: TrainingMonitor(shouldStop: { interruption.isRequested }))
        let result = try search.run(
          log: log, monitor: { show($0, lab) }, shouldStop: { interruption.isRequested },
          evaluate: trial.outcome)
        lab.progress.show("the best once more")
        return (result, try trial.product(at: result.best.point, budget: result.best.budget))
      }
      try report(result, product, lab, trains: trains)
    } catch let error as SearchError {
      lab.progress.end()
      if case .interrupted = error { throw interrupted("\(error)") }
      throw error
    } catch TrainingError.interrupted {
      lab.progress.end()
      throw interrupted("Interrupted in a trial, which is lost.")
    }
  }

  /// Says how to go on, and ends as Ctrl-C does.
  private func interrupted(_ text: String) -> ExitCode {
    let advice = log == nil ? " With --log FILE a search can be gone on with." : ""
    complain("\(text)\(advice)\n")
    return ExitCode(130)
  }

  private func search(subject: String) throws -> Search {
    let space = try SearchSpace(text: space)
    try ModelSettings.check(space)
    var limits: [String: Double] = [:]
    for limit in atMost {
      let sides = limit.split(separator: "=", maxSplits: 1)
      guard sides.count == 2, ["bytes", "macs"].contains(sides[0]), let most = Double(sides[1]),
        most > 0, most.isFinite
      else {
        throw ValidationError("\"\(limit)\" is no limit such as bytes=100000 or macs=1000000.")
      }
      limits[String(sides[0])] = most
    }
    let chosen: any SearchMethod =
      switch method {
      case .bayesian: BayesianSearch()
      case .random: RandomSearch()
      case .grid: GridSearch(valuesPerRange: values)
      }
    let search = Search(
      space, method: chosen, trials: trials ?? (method == .grid ? nil : 12), seed: options.seed,
      halving: halving ? try SuccessiveHalving(from: 1, to: epochs) : nil, limits: limits,
      subject: subject)
    if let trials = search.trials, trials < 1 { throw SearchError.noBudget(trials) }
    _ = try chosen.pointCount(in: space)
    return search
  }

  private func sets(_ lab: LabCompression) throws -> (FashionMNIST, FashionMNIST) {
    let training = try lab.training()
    return (training.prefix(images ?? training.count), try lab.validation())
  }

  private func show(_ trial: SearchTrial, _ lab: LabCompression) {
    let budget = trial.budget.map { ["\($0) epochs"] } ?? []
    let outcome = trial.score.map { [Figures.percent($0, digits: 2)] } ?? ["failed"]
    lab.progress.show(
      ["trial \(trial.number)"] + budget + outcome + ["\(trial.point)"], dropping: [3], stays: true)
  }

  private func report(
    _ result: Search.Result, _ product: ModelSettings.Product, _ lab: LabCompression, trains: Bool
  ) throws {
    let score = Figures.percent(result.best.score ?? 0, digits: 2)
    let count = result.trials.count
    var notes = [
      (count == 1
        ? "The only trial: " : "The best of \(count) trials is number \(result.best.number): ")
        + "\(result.best.point); \(score) of the validation images."
    ]
    if trains {
      notes.append(
        "Before is the model as it was given, after is one that was trained with these settings.")
    }
    if !options.json { try options.display.show(table(result)) }
    try lab.finish(
      product.quantized.map { ModelFile($0, metadata: lab.metadata) } ?? lab.file(product.network),
      settings: [
        "method": .text(method.rawValue), "space": .text(space),
        "trials": .list(result.trials.map(Self.record)), "best": .record(Self.point(result.best)),
        "bestTrial": .integer(result.best.number),
        "validationAccuracy": .number(result.best.score ?? 0),
      ], notes: notes)
  }

  private func table(_ result: Search.Result) -> [Line] {
    var text = LabText(options.display.capabilities)
    let names = result.best.point.values.map(\.name)
    text.table(
      ["trial"] + names + ["validation"], textColumns: 0,
      result.trials.sorted { ($0.score ?? -1, $1.number) > ($1.score ?? -1, $0.number) }
        .prefix(10).map { trial in
          ["\(trial.number)"] + trial.point.values.map { Self.words($0.value) }
            + [trial.score.map { Figures.percent($0, digits: 2) } ?? "failed"]
        })
    return text.lines
  }

  private static func words(_ value: SearchValue) -> String {
    if case .real(let number) = value { return String(format: "%.4g", number) }
    return "\(value)"
  }

  private static func point(_ trial: SearchTrial) -> [String: LabSetting] {
    Dictionary(
      uniqueKeysWithValues: trial.point.values.map { entry in
        let value: LabSetting =
          switch entry.value {
          case .real(let number): .number(number)
          case .integer(let number): .integer(number)
          case .choice(let word): .text(word)
          }
        return (entry.name, value)
      })
  }

  private static func record(_ trial: SearchTrial) -> LabSetting {
    var members = ["number": LabSetting.integer(trial.number), "point": .record(point(trial))]
    members["score"] = trial.score.map { .number($0) }
    members["budget"] = trial.budget.map { .integer($0) }
    for (name, value) in trial.figures { members[name] = .number(value) }
    if case .failed(let reason) = trial.outcome { members["failure"] = .text(reason) }
    return .record(members)
  }
}
