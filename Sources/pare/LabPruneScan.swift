import ArgumentParser
import ModelOptimization
import Terminal

/// `pare lab prune --scan`: what each layer costs that is pruned alone.
struct LabPruneScan {
  private let lab: LabCompression
  private let recipe: LabPruneRecipe

  init(_ lab: LabCompression, _ recipe: LabPruneRecipe) {
    self.lab = lab
    self.recipe = recipe
  }

  func run() throws {
    let validation = try lab.validation()
    let unit: PruningSensitivity.Unit =
      recipe.method == .structured ? .channels(recipe.norm) : .weights
    let interruption = Interruption()
    let scan = try withThreads(availableCores()) {
      try PruningSensitivity(
        of: lab.network(), inputShape: lab.model.inputShape, on: validation, unit: unit,
        sparsities: recipe.sparsity.map { [$0] } ?? [0.3, 0.5, 0.7, 0.8, 0.9, 0.95],
        layers: recipe.layerList
      ) { row in
        lab.progress.show("layer \(row.layer)")
        if interruption.isRequested { throw ExitCode(130) }
      }
    }
    lab.progress.clear()
    if lab.options.json {
      return try printJSON(Document(scan, lab, images: validation.count, unit))
    }
    try lab.options.display.show(lines(scan, images: validation.count, unit))
  }

  private func lines(
    _ scan: PruningSensitivity, images: Int, _ unit: PruningSensitivity.Unit
  ) -> [Line] {
    var text = LabText(lab.options.display.capabilities)
    text.title("\(lab.model.name) · prune · each layer alone")
    text.paragraph(
      "The share of \(Figures.grouped(images)) validation images that are right when one layer "
        + "loses a share of its \(unit == .weights ? "weights" : "channels") and nothing is "
        + "trained; \(Figures.percent(scan.baseline, digits: 2)) before.")
    text.table(
      ["layer", unit == .weights ? "weights" : "channels"]
        + scan.sparsities.map { Figures.percent($0, digits: 0) },
      textColumns: 1,
      scan.rows.map { row in
        [row.layer, Figures.grouped(row.count)]
          + row.accuracies.map { $0.map { Figures.percent($0, digits: 2) } ?? "-" }
      })
    return text.lines
  }

  private struct Document: Encodable {
    let schema = "pare.lab.prune.scan/1"
    let model: String
    let weights: String?
    let unit: String
    let validationImages: Int
    let baseline: Double
    let sparsities: [Double]
    let layers: [Layer]

    struct Layer: Encodable {
      let layer: String
      let count: Int
      /// One for each sparsity; null where nothing would be left.
      let accuracies: [Double?]
    }

    init(
      _ scan: PruningSensitivity, _ lab: LabCompression, images: Int,
      _ unit: PruningSensitivity.Unit
    ) {
      (model, weights) = (lab.model.name, lab.model.weights)
      self.unit = unit == .weights ? "weights" : "channels"
      validationImages = images
      (baseline, sparsities) = (scan.baseline, scan.sparsities)
      layers = scan.rows.map {
        Layer(layer: $0.layer, count: $0.count, accuracies: $0.accuracies)
      }
    }
  }
}
