import ArgumentParser
import Foundation
import ModelOptimization
import Workbook

/// `pare lab prune [MODEL]`: removes weights, filters or neurons.
struct LabPrune: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove weights, filters or neurons, and train what is left.",
    discussion: """
      Methods: magnitude removes the same share of each layer, global the smallest weights of all \
      together, threshold what lies below --threshold, 2:4 (or another n:m) all but n of each m \
      inputs; gradual removes more and more while it trains; structured takes whole filters and \
      neurons out, and the network becomes smaller and faster; lottery begins with random weights \
      and finds which of them learn as well without the others.

      What is left is trained on for --epochs passes, and the epoch that is best on the \
      validation images is kept; 0 does without. --scan only shows how much accuracy each layer \
      costs that is pruned alone. After Ctrl-C there is a checkpoint to go on from.
      """)

  @OptionGroup var options: LabCompressionOptions
  @OptionGroup var recipe: LabPruneRecipe
  @OptionGroup var kept: LabCheckpointOptions

  @Flag(name: .long, help: "Show what pruning each layer alone would cost, and remove nothing.")
  var scan = false

  func validate() throws {
    if scan && (options.save != nil || kept.checkpoint != nil || kept.resume != nil) {
      throw ValidationError("--scan removes nothing: there is nothing to save or to resume.")
    }
    if recipe.method == .lottery && options.choice.weights != nil {
      throw ValidationError(
        "The lottery begins with random weights; --weights takes those of a file.")
    }
  }

  func run() throws {
    let lab = try LabCompression("prune", options, checkpoint: scan ? nil : kept)
    if scan { return try LabPruneScan(lab, recipe).run() }
    let network = try lab.network()
    let place = try lab.checkpoint(kept)
    let stages = recipe.stageFiles(of: place.file.path)
    try requireNoOtherRun(stages, place)
    let interruption = Interruption()
    let outcome = try place.run(lab.progress) {
      try withThreads(availableCores()) {
        try recipe.run(
          on: network, lab, seed: options.seed, checkpoint: place.file,
          monitor: lab.monitor(interruption))
      }
    }
    try lab.finish(lab.file(outcome.model), settings: outcome.settings, notes: outcome.notes) {
      place.removeIfDone()
      // Nobody named these files.
      if kept.checkpoint == nil && kept.resume == nil { for file in stages { unlink(file) } }
    }
  }

  /// Refuses to write over the stages of another lottery.
  private func requireNoOtherRun(_ stages: [String], _ place: LabCheckpoint) throws {
    guard !place.file.isResumed else { return }
    for file in stages where access(file, F_OK) == 0 {
      throw ValidationError(
        "\(file): there is a run already. Go on with --resume \(place.file.path), or remove the "
          + "files of its stages to begin anew.")
    }
  }
}
