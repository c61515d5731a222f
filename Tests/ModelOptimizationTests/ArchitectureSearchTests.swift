import Foundation
import ModelOptimization
import Testing

@Suite struct `A convolutional architecture` {
  static let base = ConvolutionalArchitecture(
    stages: [
      .init(.full, channels: 16), .init(.separable, channels: 32, blocks: 2),
      .init(.full, channels: 64),
    ])

  @Test func `is the network that it says`() {
    let network = Self.base.network(seed: 3)
    #expect("\(Self.base)" == "28: full 16×1, separable 32×2, full 64×1")
    #expect(network.outputShape(for: [2, 28, 28, 1]) == [2, 10])
    #expect(network.multiplyAccumulates(for: [1, 28, 28, 1]) == Self.base.multiplyAccumulates)
    #expect(network.parameters == Self.base.network(seed: 3).parameters)
  }

  @Test func `scales in depth, width and resolution together`() {
    let scaling = CompoundScaling()
    // 1.2 · 1.1² · 1.15², by hand.
    #expect(abs(scaling.costFactor - 1.92027) < 1e-6)
    #expect(scaling.scaled(Self.base, by: 0) == Self.base)
    let larger = scaling.scaled(Self.base, by: 2)
    // 28 · 1.3225 = 37.03; 2 · 1.44 = 2.88 and 1 · 1.44 up; 16, 32, 64 · 1.21 = 19.4, 38.7, 77.4.
    #expect(larger.side == 37)
    #expect(larger.stages.map(\.blocks) == [2, 3, 2])
    #expect(larger.stages.map(\.channels) == [24, 40, 80])
    #expect(larger.multiplyAccumulates > 2 * Self.base.multiplyAccumulates)
  }

  @Test(arguments: [100_000, 1_000_000, 10_000_000])
  func `is scaled to the budget, and not beyond`(budget: Int) throws {
    let scaling = CompoundScaling()
    let (phi, found) = try scaling.largest(Self.base, within: budget)
    #expect(found == scaling.scaled(Self.base, by: phi))
    #expect(found.multiplyAccumulates <= budget)
    #expect(scaling.scaled(Self.base, by: phi + 0.01).multiplyAccumulates > budget)
    #expect(found.network(seed: 1).outputShape(for: [1] + found.inputShape) == [1, 10])
  }

  @Test func `that no budget allows is refused`() {
    #expect { try CompoundScaling().largest(Self.base, within: 10) } throws: { error in
      "\(error)".hasPrefix("Nothing costs 10.0 or less")
    }
  }
}

@Suite struct `A search of architectures` {
  /// A score without training: more channels are better, the more so with a larger budget.
  static func score(_ architecture: ConvolutionalArchitecture, _ budget: Int) -> Double {
    let sum = architecture.stages.reduce(0) { $0 + $1.channels * $1.blocks }
    return Double(sum) * (1 + Double(budget) / 10)
  }

  static func search(
    _ method: ArchitectureSearch.Method, trials: Int = 24, limit: Double = 2e6, seed: UInt64 = 1
  ) throws -> ArchitectureSearch {
    try ArchitectureSearch(
      of: ArchitectureSpace(), method: method, trials: trials, limit: limit,
      halving: SuccessiveHalving(from: 1, to: 9), seed: seed)
  }

  @Test(arguments: [
    ArchitectureSearch.Method.random, .evolution(population: 8, tournament: 3),
  ])
  func `keeps the limit, and gives the same for the same seed`(
    method: ArchitectureSearch.Method
  ) throws {
    let (best, all) = try Self.search(method).run(evaluate: Self.score)
    #expect(all.allSatisfy { $0.cost <= 2e6 })
    #expect(all.allSatisfy { $0.cost == Double($0.architecture.multiplyAccumulates) })
    #expect(best.budget == 9)
    #expect(all.filter { $0.budget == 9 }.allSatisfy { $0.score <= best.score })
    let (again, same) = try Self.search(method).run(evaluate: Self.score)
    #expect(again == best && same == all)
    let other = try Self.search(method, seed: 2).run(evaluate: Self.score)
    #expect(other.evaluations != all)
  }

  @Test func `trains only the better ones longer`() throws {
    let (_, all) = try Self.search(.random, trials: 18).run(evaluate: Self.score)
    #expect(all.count { $0.budget == 1 } > all.count { $0.budget == 3 })
    #expect(all.count { $0.budget == 3 } > all.count { $0.budget == 9 })
    let third = all.filter { $0.budget == 3 }.map(\.architecture)
    let scores = all.filter { $0.budget == 1 }
    let worstKept = scores.filter { third.contains($0.architecture) }.map(\.score).min() ?? 0
    #expect(
      scores.filter { !third.contains($0.architecture) }.allSatisfy { $0.score <= worstKept })
  }

  @Test func `gets better from generation to generation`() throws {
    var (first, last) = (0.0, 0.0)
    for seed in 1...5 as ClosedRange<UInt64> {
      let search = try ArchitectureSearch(
        of: ArchitectureSpace(), method: .evolution(population: 12, tournament: 4), trials: 100,
        limit: 2e6, halving: SuccessiveHalving(from: 9, to: 9), seed: seed)
      let scores = try search.run(evaluate: Self.score).evaluations.map(\.score)
      first += scores.prefix(12).reduce(0, +)
      last += scores.suffix(12).reduce(0, +)
    }
    // Drawn by chance there is no difference but noise.
    #expect(last > 1.2 * first)
  }

  @Test func `goes on where its log ends`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "search.jsonl").path
      let search = try Self.search(.evolution(population: 6, tournament: 2))
      let whole = try search.run(evaluate: Self.score)
      var trained = 0
      let counted: (ConvolutionalArchitecture, Int) -> Double = {
        trained += 1
        return Self.score($0, $1)
      }
      #expect(throws: ArchitectureError.interrupted(evaluations: 10, log: path)) {
        try search.run(log: path, shouldStop: { trained >= 10 }, evaluate: counted)
      }
      let rest = try search.run(log: path, evaluate: counted)
      #expect(rest.best == whole.best && rest.evaluations == whole.evaluations)
      #expect(trained == whole.evaluations.count)
      // A search with other settings leaves the log alone.
      #expect(throws: RunLogError.self) {
        try Self.search(.random).run(log: path, evaluate: Self.score)
      }
    }
  }

  @Test func `trains what it compares`() throws {
    let training = try FashionMNIST.training(count: 2000, from: shippedData)
    let validation = try FashionMNIST.validation(count: 200, from: shippedData)
    let search = try ArchitectureSearch(
      of: ArchitectureSpace(stages: 2...3, channels: [4, 8], blocks: 1...1, kinds: [.full]),
      method: .random, trials: 3, limit: 300_000,
      halving: SuccessiveHalving(from: 1, to: 3), seed: 4)
    let (best, all) = try search.run {
      try $0.validationAccuracy(after: $1, on: training, validation: validation)
    }
    #expect(best.budget == 3 && best.cost <= 300_000)
    #expect(all.allSatisfy { (0...1).contains($0.score) })
    // Guessing would be right for a tenth of the images.
    #expect(best.score > 0.2)
  }

  @Test func `without a chance of success is refused`() throws {
    #expect(throws: ArchitectureError.noTrials(0)) { try Self.search(.random, trials: 0) }
    for (population, tournament) in [(1, 1), (30, 2), (8, 0), (8, 9)] {
      #expect(throws: ArchitectureError.self) {
        try Self.search(.evolution(population: population, tournament: tournament))
      }
    }
    #expect(throws: ArchitectureError.self) {
      try Self.search(.random, limit: 10).run(evaluate: Self.score)
    }
    #expect(throws: ArchitectureError.emptySpace) { try ArchitectureSpace(channels: []) }
    #expect(throws: ArchitectureError.emptySpace) { try ArchitectureSpace(stages: 2...6) }
  }

  @Test func `survives a training that fails`() throws {
    let (best, all) = try Self.search(.evolution(population: 4, tournament: 2), trials: 12).run {
      $0.stages.count == 2 ? .nan : Self.score($0, $1)
    }
    #expect(best.architecture.stages.count > 2)
    #expect(all.allSatisfy { $0.score.isFinite })
  }
}
