import Foundation
import ModelOptimization
import Testing

@Suite struct `A search` {
  private func search(
    _ method: any SearchMethod = BayesianSearch(initialPoints: 3, candidates: 50),
    trials: Int? = 8, halving: SuccessiveHalving? = nil, limits: [String: Double] = [:],
    seed: UInt64 = 1
  ) throws -> Search {
    Search(
      try SearchSpace(text: "x=0.0..1.0,count=1..50:log,word=a|b\"c"), method: method,
      trials: trials, seed: seed, halving: halving, limits: limits, subject: "a hill")
  }

  private func hill(_ point: SearchPoint, _ budget: Int? = nil) -> SearchTrial.Outcome {
    let (x, count) = (point.number("x") ?? 0, point.number("count") ?? 0)
    if point.choice("word") == "a" && x > 0.8 { return .failed("it \"diverged\"\n") }
    let score = -(x - 0.3) * (x - 0.3) - 0.1 / Double(budget ?? 1)
    return .scored(score, figures: ["bytes": 100 * count, "x": x])
  }

  @Test func `gives the best trial`() throws {
    var seen: [SearchTrial] = []
    let result = try search().run(monitor: { seen.append($0) }) { hill($0, $1) }
    #expect(result.trials.count == 8)
    #expect(seen == result.trials)
    #expect(result.trials.map(\.number) == Array(1...8))
    #expect(result.best.score == result.trials.compactMap(\.score).max())
  }

  @Test func `keeps to limits, and says when none does`() throws {
    let result = try search(limits: ["bytes": 500]).run { hill($0, $1) }
    #expect(result.best.figures["bytes"] ?? .infinity <= 500)
    let allowed = result.trials.filter { $0.figures["bytes"] ?? .infinity <= 500 }
    #expect(result.best.score == allowed.compactMap(\.score).max())
    let smallest = result.trials.compactMap { $0.figures["bytes"] }.min() ?? 0
    #expect(
      throws: SearchError.limitNotMet(figure: "bytes", limit: 50, nearest: smallest)
    ) {
      try search(limits: ["bytes": 50]).run { hill($0, $1) }
    }
    // The better half of one figure is the worse half of the other.
    let limits = ["bytes": 50.0, "rest": 49]
    #expect(throws: SearchError.limitsNotMetTogether(["bytes", "rest"])) {
      try search(RandomSearch(), limits: limits).run { point, _ in
        let bytes = 100 * (point.number("x") ?? 0)
        return .scored(0, figures: ["bytes": bytes, "rest": 100 - bytes])
      }
    }
  }

  @Test func `needs a budget`() throws {
    for trials in [0, -3] {
      #expect(throws: SearchError.noBudget(trials)) {
        try search(trials: trials).run { hill($0, $1) }
      }
    }
    #expect(throws: SearchError.noBudget(0)) {
      try search(trials: nil).run { hill($0, $1) }
    }
    let whole = try search(GridSearch(valuesPerRange: 2), trials: nil).run { hill($0, $1) }
    #expect(whole.trials.count == 8)
  }

  @Test func `counts a score that is no number as a failure`() throws {
    var number = 0
    let result = try search(RandomSearch()).run { _, _ in
      number += 1
      return .scored(number == 3 ? 1 : number == 4 ? .infinity : .nan, figures: [:])
    }
    #expect(result.best.number == 3)
    #expect(result.trials.count { $0.score == nil } == 7)
    #expect(throws: SearchError.everyTrialFailed(count: 8, reason: "because")) {
      try search().run { _, _ in .failed("because") }
    }
  }

  @Test func `goes on behind its log to the same end`() throws {
    try withTemporaryFolder { folder in
      let (whole, parts) = (folder.appending(path: "w").path, folder.appending(path: "p").path)
      let halving = try SuccessiveHalving(from: 1, to: 9)
      for halving in [nil, halving] {
        for file in [whole, parts] { try? FileManager.default.removeItem(atPath: file) }
        let search = try search(halving: halving)
        let expected = try search.run(log: whole) { hill($0, $1) }
        var evaluated = 0
        for stop in [0, 2, 7, 9, 100] {
          do {
            let result = try search.run(log: parts, shouldStop: { evaluated >= stop }) {
              evaluated += 1
              return hill($0, $1)
            }
            #expect(result == expected)
          } catch SearchError.interrupted(let trials, let log) {
            #expect(trials == stop)
            #expect(log == parts)
          }
        }
        #expect(evaluated == expected.trials.count)
        #expect(
          FileManager.default.contents(atPath: parts) == FileManager.default.contents(atPath: whole)
        )
      }
    }
  }

  @Test func `drops a last line that was torn, wherever it was torn`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "log").path
      let search = try search(RandomSearch(), trials: 2)
      let expected = try search.run(log: path) { hill($0, $1) }
      let bytes = try #require(FileManager.default.contents(atPath: path))
      for length in 0..<bytes.count {
        #expect(FileManager.default.createFile(atPath: path, contents: bytes.prefix(length)))
        #expect(try search.run(log: path) { hill($0, $1) } == expected)
        #expect(FileManager.default.contents(atPath: path) == bytes)
      }
    }
  }

  @Test func `refuses a log of something else and leaves it as it is`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "log").path
      let search = try search(RandomSearch(), trials: 3)
      _ = try search.run(log: path) { hill($0, $1) }
      let good = try #require(FileManager.default.contents(atPath: path))
      func refused(_ search: Search, _ bytes: Data, _ error: RunLogError) {
        #expect(FileManager.default.createFile(atPath: path, contents: bytes))
        #expect(throws: error) { try search.run(log: path) { hill($0, $1) } }
        #expect(FileManager.default.contents(atPath: path) == bytes)
        #expect(error.description.contains(path))
      }
      refused(search, Data("precious".utf8), .notALog(path))
      refused(search, Data("precious\n".utf8), .notALog(path))
      refused(search, Data("{\"format\":\"other\"}\n".utf8), .notALog(path))
      var other = search
      other.seed = 2
      refused(other, good, .otherRun(path, name: "seed", log: "1", asked: "2"))
      other = search
      other.subject = "a valley"
      refused(other, good, .otherRun(path, name: "subject", log: "a hill", asked: "a valley"))
      var lines = String(decoding: good, as: UTF8.self).split(separator: "\n")
      lines.swapAt(1, 2)
      let swapped = Data((lines.joined(separator: "\n") + "\n").utf8)
      refused(search, swapped, .damaged(path, line: 2))
      let text = String(decoding: good, as: UTF8.self)
      let elsewhere = text.replacing("\"x\":0.", with: "\"x\":7.", maxReplacements: 1)
      refused(search, Data(elsewhere.utf8), .damaged(path, line: 2))
    }
  }

  @Test func `keeps its log to itself`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "log").path
      let search = try search(RandomSearch(), trials: 2)
      _ = try search.run(log: path) { point, budget in
        #expect(throws: RunLogError.inUse(path)) { try search.run(log: path) { hill($0, $1) } }
        return hill(point, budget)
      }
      #expect(throws: FileError.self) {
        try search.run(log: folder.path) { hill($0, $1) }
      }
    }
  }
}

@Suite struct `Successive halving` {
  @Test func `tries many briefly and few for long`() throws {
    #expect(try SuccessiveHalving(from: 1, to: 9).budgets == [1, 3, 9])
    #expect(try SuccessiveHalving(from: 2, to: 12, factor: 2).budgets == [2, 4, 8, 12])
    #expect(try SuccessiveHalving(from: 5, to: 5).budgets == [5])
    for (smallest, largest, factor) in [(0, 4, 2), (5, 4, 2), (1, 4, 1)] {
      #expect(
        throws: SearchError.badHalving(smallest: smallest, largest: largest, factor: factor)
      ) {
        try SuccessiveHalving(from: smallest, to: largest, factor: factor)
      }
    }
  }

  @Test func `keeps the best and what they have learned`() throws {
    let halving = try SuccessiveHalving(from: 1, to: 9)
    var spent = 0
    // A candidate is what it has learned: a score that grows with the budget.
    let ranking = try halving.run([0.1, 0.5, 0.3, 0.9, 0.7, 0.2, 0.8, 0.4, 0.6]) {
      index, own, budget in
      spent += 1
      own += Double(budget)
      return own
    }
    #expect(spent == 9 + 3 + 1)
    #expect(ranking.map(\.index) == [3, 6, 4, 8, 1, 7, 2, 5, 0])
    #expect(ranking.map(\.budget) == [9, 3, 3, 1, 1, 1, 1, 1, 1])
    #expect(abs(ranking[0].candidate - 13.9) < 1e-12)
  }

  @Test func `drops what fails, and needs something that does not`() throws {
    let halving = try SuccessiveHalving(from: 1, to: 4, factor: 2)
    let ranking = try halving.run(["a", "b", "c"]) { index, _, _ in
      index == 0 ? nil : index == 1 ? .nan : 0.5
    }
    #expect(ranking.map(\.index) == [2, 0, 1])
    #expect(ranking.map(\.budget) == [4, 1, 1])
    #expect(throws: SearchError.self) { try halving.run(["a"]) { _, _, _ in nil } }
    #expect(throws: SearchError.noBudget(0)) { try halving.run([String]()) { _, _, _ in 1 } }
  }
}

@Suite struct `Cross-validation` {
  @Test(arguments: [true, false], [2, 3, 7]) func `uses each image exactly once`(
    isStratified: Bool, count: Int
  ) throws {
    let labels = (0..<100).map { $0 < 50 ? 0 : $0 < 97 ? 1 + $0 % 3 : 9 }
    let division = try CrossValidation(
      folds: count, labels: labels, isStratified: isStratified, seed: 4)
    #expect(division.folds.count == count)
    #expect(division.folds.flatMap(\.validation).sorted() == Array(0..<100))
    for fold in division.folds {
      #expect((fold.training + fold.validation).sorted() == Array(0..<100))
      #expect(abs(Double(fold.validation.count) - 100 / Double(count)) < 1)
      for label in Set(labels) where isStratified {
        let own = fold.validation.count { labels[$0] == label }
        let all = labels.count { $0 == label }
        #expect(abs(Double(own) - Double(all) / Double(count)) < 1)
      }
    }
  }

  @Test func `is shuffled by its seed`() throws {
    let labels = [Int](repeating: 0, count: 50)
    let first = try CrossValidation(folds: 5, labels: labels, seed: 1)
    #expect(try CrossValidation(folds: 5, labels: labels, seed: 1) == first)
    #expect(try CrossValidation(folds: 5, labels: labels, seed: 2) != first)
    #expect(first.folds[0].validation != Array(0..<10))
  }

  @Test(arguments: [-1, 0, 1, 11]) func `refuses folds that cannot be`(count: Int) {
    #expect(throws: SearchError.badFolds(count, images: 10)) {
      try CrossValidation(folds: count, labels: [Int](repeating: 0, count: 10))
    }
  }
}
