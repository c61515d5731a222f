import ModelOptimization
import Testing

@Suite struct `A search space` {
  @Test func `is read as it is written`() throws {
    let text = "rate=0.0001..0.01:log,batch=32..256:log,decay=-0.5..1.0,schedule=constant|cosine"
    let space = try SearchSpace(text: text)
    #expect(space.description == text)
    #expect(
      try space
        == SearchSpace([
          SearchParameter("rate", .real(1e-4...1e-2, .logarithmic)),
          SearchParameter("batch", .integer(32...256, .logarithmic)),
          SearchParameter("decay", .real(-0.5...1, .linear)),
          SearchParameter("schedule", .choice(["constant", "cosine"])),
        ]))
  }

  @Test(arguments: [
    ("", SearchError.emptySpace),
    ("rate", .unreadableParameter("rate")),
    ("rate=", .unreadableParameter("rate=")),
    ("=1..2", .unreadableParameter("=1..2")),
    ("rate=2..1", .rangeReversed(parameter: "rate", low: "2", high: "1")),
    ("rate=1e-1..0.01:log", .rangeReversed(parameter: "rate", low: "1e-1", high: "0.01")),
    ("rate=1..x", .unreadableParameter("rate=1..x")),
    ("rate=1..2:exp", .unreadableParameter("rate=1..2:exp")),
    ("rate=a||b", .unreadableParameter("rate=a||b")),
    ("rate=1..2,", .unreadableParameter("")),
    ("rate=1..2,rate=a|b", .parameterTwice("rate")),
    ("rate=0.0..1.0:log", .logarithmicRangeNotPositive(parameter: "rate", low: 0)),
    ("rate=0..10:log", .logarithmicRangeNotPositive(parameter: "rate", low: 0)),
    ("rate=0.0..inf", .rangeNotFinite(parameter: "rate")),
    ("rate=0..9223372036854775807", .rangeNotFinite(parameter: "rate")),
    ("rate=a|b|a", .choiceTwice(parameter: "rate", choice: "a")),
  ]) func `refuses what describes none`(text: String, expected: SearchError) {
    #expect(throws: expected) { try SearchSpace(text: text) }
    #expect(!expected.description.isEmpty)
  }

  @Test(arguments: [
    ("bits=0..40", "it takes whole numbers from 2 to 16, written LOW..HIGH."),
    ("batch=64|128", "it takes whole numbers from 1 to 10000, written LOW..HIGH."),
    ("sparsity=0.5..2.0", "it takes numbers from 0 to 0.999, written LOW..HIGH."),
    ("augment=1..2", "it takes some of the words yes, no, with | between them."),
  ]) func `says what a setting takes`(text: String, advice: String) throws {
    let space = try SearchSpace(text: text)
    let error = #expect(throws: SearchError.self) { try ModelSettings.check(space) }
    #expect(error?.description.hasSuffix(advice) == true)
  }

  @Test func `counts in whole numbers what is whole`() {
    let error = SearchError.limitNotMet(figure: "bytes", limit: 1, nearest: 58_000)
    #expect(error.description.contains("bytes of at most 1; the nearest has 58000."))
    #expect(
      "\(SearchError.rangeReversed(parameter: "bits", low: "8", high: "2"))".hasSuffix("bits=2..8.")
    )
  }

  @Test func `has no choice without a word`() {
    #expect(throws: SearchError.nothingToChoose(parameter: "a")) {
      try SearchParameter("a", .choice([]))
    }
    #expect(throws: SearchError.rangeNotFinite(parameter: "a")) {
      try SearchParameter("a", .real(-Double.infinity...1, .linear))
    }
  }

  @Test func `gives every whole number and every word an equal part`() throws {
    let space = try SearchSpace(text: "count=3..6,word=a|b|c")
    var generator = SplitMix64(seed: 3)
    var counts: [String: Int] = [:]
    for _ in 0..<12_000 {
      let point = space.randomPoint(using: &generator)
      counts["\(point.integer("count") ?? -1)", default: 0] += 1
      counts[point.choice("word") ?? "?", default: 0] += 1
    }
    // Six deviations of a binomial distribution: about 285 of 3,000 and 310 of 4,000.
    for number in ["3", "4", "5", "6"] { #expect(abs((counts[number] ?? 0) - 3000) < 285) }
    for word in ["a", "b", "c"] { #expect(abs((counts[word] ?? 0) - 4000) < 310) }
    #expect(counts.count == 7)
  }

  @Test func `is even in the logarithm where it is logarithmic`() throws {
    let rate = try SearchParameter("rate", .real(1e-4...1e-2, .logarithmic))
    guard case .real(let middle) = rate.value(at: 0.5) else {
      Issue.record("A real range gives real values.")
      return
    }
    #expect(abs(middle - 1e-3) < 1e-12)
    #expect(rate.value(at: 0) == .real(1e-4))
    #expect(rate.value(at: 1) == .real(1e-2))
    #expect(rate.value(at: -3) == .real(1e-4))
  }
}

@Suite struct `A way to search` {
  /// The points that a method gives when every score is that of `score`.
  private func points(
    _ method: some SearchMethod, _ text: String, count: Int, seed: UInt64 = 1,
    score: (SearchPoint) -> Double = { _ in 0 }
  ) throws -> [SearchPoint] {
    let space = try SearchSpace(text: text)
    var trials: [SearchTrial] = []
    while trials.count < count,
      let point = try method.point(trials.count + 1, in: space, after: trials, seed: seed)
    {
      trials.append(
        SearchTrial(
          number: trials.count + 1, candidate: trials.count + 1, point: point, budget: nil,
          outcome: .scored(score(point), figures: [:])))
    }
    return trials.map(\.point)
  }

  @Test func `by grid has every combination once`() throws {
    let method = GridSearch(valuesPerRange: 3)
    let text = "rate=0.01..1.0:log,bits=2..8,narrow=1..2,word=a|b"
    let found = try points(method, text, count: 1000)
    #expect(found.count == 3 * 3 * 2 * 2)
    #expect(Set(found).count == found.count)
    #expect(try method.pointCount(in: SearchSpace(text: text)) == 36)
    #expect(Set(found.compactMap { $0.integer("bits") }) == [2, 5, 8])
    #expect(Set(found.compactMap { $0.integer("narrow") }) == [1, 2])
    let rates = Set(found.compactMap { $0.number("rate") }).sorted()
    #expect(rates.count == 3)
    #expect(zip(rates, [0.01, 0.1, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(found[0].description == "rate=0.01, bits=2, narrow=1, word=a")
    #expect(found[1].description == "rate=0.01, bits=2, narrow=1, word=b")
  }

  @Test func `by grid refuses more points than can be tried`() throws {
    let text = (0..<7).map { "p\($0)=0.0..1.0" }.joined(separator: ",")
    #expect(throws: SearchError.gridTooLarge(parameters: 7, valuesEach: 10)) {
      try GridSearch(valuesPerRange: 10).pointCount(in: SearchSpace(text: text))
    }
    #expect(throws: SearchError.gridTooLarge(parameters: 1, valuesEach: 1 << 40)) {
      try GridSearch(valuesPerRange: 1 << 40).pointCount(in: SearchSpace(text: "p=0.0..1.0"))
    }
  }

  @Test(arguments: [RandomSearch() as any SearchMethod, BayesianSearch()])
  func `by chance tries no point twice and ends with the space`(
    method: any SearchMethod
  ) throws {
    let found = try points(method, "bits=2..5,word=a|b|c", count: 100)
    #expect(found.count == 12)
    #expect(Set(found).count == 12)
  }

  @Test(arguments: [RandomSearch() as any SearchMethod, BayesianSearch()])
  func `by chance is the same for the same seed`(method: any SearchMethod) throws {
    let text = "rate=0.01..1.0:log,word=a|b"
    let score: (SearchPoint) -> Double = { $0.number("rate") ?? 0 }
    let first = try points(method, text, count: 10, seed: 7, score: score)
    #expect(try points(method, text, count: 10, seed: 7, score: score) == first)
    #expect(try points(method, text, count: 10, seed: 8, score: score) != first)
  }

  @Test func `by what was learned spreads its first points over the space`() throws {
    let found = try points(BayesianSearch(initialPoints: 8), "x=0.0..8.0,y=0.0..8.0", count: 8)
    for name in ["x", "y"] {
      #expect(Set(found.compactMap { $0.number(name).map { Int($0) } }).count == 8)
    }
  }

  /// A hill in three numbers and a word, 0 at its top.
  private func hill(_ point: SearchPoint) -> Double {
    let (x, y) = (point.number("x") ?? 0, point.number("y") ?? 0)
    let far = (x - 0.62) * (x - 0.62) + 0.3 * (y - 0.2) * (y - 0.2)
    return -far - (point.choice("word") == "b" ? 0 : 0.2)
  }

  @Test func `by what was learned finds more than by chance`() throws {
    let text = "x=0.0..1.0,y=0.0..1.0,unimportant=0.0..1.0,word=a|b|c"
    var wins = 0
    for seed in UInt64(1)...6 {
      func best(_ method: some SearchMethod) throws -> Double {
        try points(method, text, count: 25, seed: seed, score: hill).map(hill).max() ?? 0
      }
      let learned = try best(BayesianSearch())
      #expect(learned > -0.01)
      wins += try learned > best(RandomSearch()) ? 1 : 0
    }
    #expect(wins >= 5)
  }
}
