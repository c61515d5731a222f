import Foundation
import ModelOptimization
import Testing

@Suite struct `Figures of models` {
  private let list = [
    ModelFigures(accuracy: 0.93, bytes: 6_650_000, microseconds: 170),
    ModelFigures(accuracy: 0.92, bytes: 60_000, microseconds: 20),
    ModelFigures(accuracy: 0.91, bytes: 60_000, microseconds: 25),
    ModelFigures(accuracy: 0.90, bytes: 20_000, microseconds: 30),
    ModelFigures(accuracy: 0.92, bytes: 60_000, microseconds: 20),
  ]

  @Test func `form a front of those that none is better than`() {
    #expect(ModelFigures.front(of: list) == [0, 1, 3, 4])
    #expect(ModelFigures.front(of: []).isEmpty)
    #expect(list[1].dominates(list[2]))
    #expect(!list[1].dominates(list[4]))
    #expect(!list[1].dominates(list[0]))
  }

  @Test func `follow from a goal, which must make sense`() throws {
    let goal = try OptimizationGoal(faster: 10, smaller: 5, maximumDrop: 0.01)
    let target = goal.target(from: list[0])
    #expect(abs(target.accuracy - 0.92) < 1e-12)
    #expect(target.bytes == 1_330_000)
    #expect(target.microseconds == 17)
    for (faster, smaller, drop) in [
      (0.5, 1.0, 0.1), (1, 0, 0.1), (1, 1, -0.1), (1, 1, 1.1), (.nan, 1, 0), (1, .infinity, 0),
      (1, 1, .nan),
    ] {
      #expect(throws: OptimizationError.self) {
        try OptimizationGoal(faster: faster, smaller: smaller, maximumDrop: drop)
      }
    }
    let error = OptimizationError.badGoal(name: "faster", value: 0, range: "1 to 1000000")
    #expect("\(error)" == "faster must be from 1 to 1000000; 0 was asked for.")
  }
}

@Suite struct `A design of a student` {
  @Test(arguments: [[28, 28, 1], [784], [8, 8, 3], [3, 5, 1]])
  func `takes the input and gives a score for each class`(shape: [Int]) {
    for design in StudentDesign.menu(inputShape: shape) {
      let student = design.untrained(inputShape: shape, classes: 7, seed: 3)
      #expect(student(Tensor(zeros: [2] + shape)).shape == [2, 7])
    }
    let costs = StudentDesign.menu(inputShape: shape).map {
      $0.untrained(inputShape: shape, classes: 7, seed: 3).multiplyAccumulates(for: [1] + shape)
    }
    #expect(costs == costs.sorted())
  }
}

@Suite struct `The optimizer` {
  private let training: FashionMNIST
  private let validation: FashionMNIST
  private let model: ModelFile

  init() throws {
    training = try FashionMNIST.training(count: 2000, from: shippedData)
    validation = try FashionMNIST.validation(count: 200, from: shippedData)
    model = ModelFile(try FashionModel.mlp.pretrained(from: shippedData), inputShape: [784])
  }

  private func optimizer(faster: Double = 2, seed: UInt64 = 1) throws -> ModelOptimizer {
    ModelOptimizer(
      goal: try OptimizationGoal(faster: faster, smaller: 4, maximumDrop: 0.4),
      epochs: .init(distillation: 2), seed: seed)
  }

  private func run(
    _ optimizer: ModelOptimizer, _ path: String, monitor: OptimizationMonitor = .init()
  ) throws -> ModelOptimizer.Result {
    try optimizer.run(
      model, name: "mlp", training: training, validation: validation, state: path,
      monitor: monitor)
  }

  @Test func `makes a model smaller, says how, and keeps nothing but what helps`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "state").path
      // Beside a second every model is fast: so what is kept hangs on bytes and accuracy, and not on
      // which kernels this processor has.
      var optimizer = try optimizer()
      optimizer.baselineMicroseconds = 1_000_000
      let result = try run(optimizer, path)
      let baseline = try #require(result.entries[0].figures)
      #expect(result.entries[0].step == .baseline)
      #expect(baseline.bytes == (try model.bytes().count))
      let last = try #require(result.entries.last { $0.isKept }?.figures)
      #expect(last.bytes < baseline.bytes / 4)
      #expect(last.accuracy >= result.target.accuracy)
      #expect(try result.model.bytes().count == last.bytes)
      for entry in result.entries where entry.isKept {
        #expect(entry.figures?.accuracy ?? 0 >= result.target.accuracy)
      }
      // Once more, from the state: nothing is done again.
      var begun = 0
      let again = try run(
        optimizer, path, monitor: OptimizationMonitor(begin: { _ in begun += 1 }))
      #expect(begun == 0)
      #expect(again.entries == result.entries)
      #expect(try again.model.bytes() == result.model.bytes())
    }
  }

  @Test func `goes on where it was interrupted, in a step or between two`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "state").path
      var steps = 0
      var entries: [OptimizationEntry] = []
      var interruptions = 0
      for _ in 0..<40 {
        let end = steps + 4
        do {
          let monitor = OptimizationMonitor(
            training: TrainingMonitor(
              step: { _ in steps += 1 }, shouldStop: { steps >= end }))
          entries = try run(optimizer(), path, monitor: monitor).entries
          break
        } catch TrainingError.interrupted(_, _, let checkpoint) {
          #expect(FileManager.default.fileExists(atPath: try #require(checkpoint)))
          interruptions += 1
        } catch OptimizationError.interrupted(_, let state) {
          #expect(state == path)
          interruptions += 1
        }
      }
      #expect(interruptions >= 3)
      #expect(!entries.isEmpty)
      // Speeds differ from run to run, and with them the choice of the student; from the same
      // choice the same weights follow.
      let other = folder.appending(path: "whole").path
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      let chosen = lines.prefix(3).joined(separator: "\n") + "\n"
      try Data(chosen.utf8).write(to: URL(filePath: other))
      _ = try run(optimizer(), other)
      let student = "\(path).distill.safetensors", same = "\(other).distill.safetensors"
      #expect(
        FileManager.default.contents(atPath: student) == FileManager.default.contents(atPath: same))
      #expect(FileManager.default.contents(atPath: student) != nil)
    }
  }

  @Test func `refuses the state of another run, a damaged one, and a second run`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "state").path
      _ = try run(
        optimizer(), path,
        monitor: OptimizationMonitor(entry: { entry in
          guard entry.step == .baseline else { return }
          #expect(throws: RunLogError.inUse(path)) { try run(optimizer(), path) }
        }))
      #expect(throws: RunLogError.otherRun(path, name: "seed", log: "1", asked: "2")) {
        try run(optimizer(seed: 2), path)
      }
      #expect(throws: RunLogError.otherRun(path, name: "faster", log: "2.0", asked: "3.0")) {
        try run(optimizer(faster: 3), path)
      }
      let text = try String(contentsOfFile: path, encoding: .utf8)
      for (from, to) in [("\"design\"", "\"sign\""), ("\"accuracy\"", "\"accurate\"")] {
        try text.replacing(from, with: to).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: RunLogError.self) { try run(optimizer(), path) }
      }
    }
  }
}
