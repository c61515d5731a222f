import ArgumentParser
import ModelOptimization
import Workbook

/// `pare lab factorize [MODEL]`: thick layers become pairs of thin ones.
struct LabFactorize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factorize",
    abstract: "Put pairs of thin layers in the place of thick ones, by singular values.",
    discussion: """
      A matrix is the sum of as many products of a column and a row as its shorter side is long; \
      most of it lies in the first few. --energy keeps as many as hold that share of the squared \
      singular values, --rank a number of them. A layer whose factors would be larger stays as it \
      is; so does the last dense layer, whose outputs are the classes.
      """)

  @OptionGroup var options: LabCompressionOptions

  @Option(name: .long, help: "The share of a layer's energy to keep: above 0, at most 1.")
  var energy: Double?

  @Option(name: .long, help: "The rank of every layer, instead.")
  var rank: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("The layers, by number; all when left out.", valueName: "n,n,…"),
    transform: WholeNumbers.init(text:))
  var layers: WholeNumbers?

  func validate() throws {
    if energy != nil && rank != nil {
      throw ValidationError("Give --energy or --rank, not both.")
    }
    if let energy, !(energy > 0 && energy <= 1) {
      throw ValidationError("--energy must be above 0 and at most 1.")
    }
    if let rank, rank < 1 { throw ValidationError("--rank must be 1 or more.") }
  }

  func run() throws {
    let lab = try LabCompression("factorize", options)
    lab.progress.show("finding singular values")
    let share = energy ?? 0.9
    let (network, report) = try lab.network().factorized(
      rank.map { .fixed($0) } ?? .energy(share), layers: layers?.numbers)
    var settings: [String: LabSetting] =
      rank.map { ["rank": .integer($0)] } ?? [
        "energy": .number(share)
      ]
    settings["layers"] = .list(
      report.map { layer in
        var record: [String: LabSetting] = [
          "layer": .integer(layer.layer), "description": .text(layer.description),
          "relativeError": .number(layer.relativeError),
          "parametersBefore": .integer(layer.parametersBefore),
          "parametersAfter": .integer(layer.parametersAfter),
        ]
        if let rank = layer.rank { record["rank"] = .integer(rank) }
        return .record(record)
      })
    try lab.finish(lab.file(network), settings: settings, notes: report.map(sentence))
  }

  private func sentence(on layer: FactorizedLayer) -> String {
    let name = "Layer \(layer.layer), \(layer.description)"
    guard let rank = layer.rank else { return "\(name): stayed, its factors would be larger." }
    return "\(name): rank \(rank), \(Figures.grouped(layer.parametersBefore)) parameters became "
      + "\(Figures.grouped(layer.parametersAfter)); the matrix is off by "
      + "\(Figures.percent(layer.relativeError)) of its norm."
  }
}
