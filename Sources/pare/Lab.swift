import ArgumentParser

/// `pare lab …`: the library at work on a real model.
struct Lab: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The library at work on a real model.",
    subcommands: [
      LabTrain.self, LabProfile.self, LabBench.self, LabDistill.self, LabQuantize.self,
      LabPrune.self, LabFactorize.self, LabFuse.self, LabSearch.self, LabOptimize.self,
    ])
}
