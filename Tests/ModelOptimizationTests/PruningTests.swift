import ModelOptimization
import Testing

@Suite struct `A pruning mask` {
  /// Layers 0 and 2, with weights of 600 and 200.
  func model(seed: UInt64 = 3) -> Sequential {
    var generator = SplitMix64(seed: seed)
    return MultilayerPerceptron(sizes: [30, 20, 10], using: &generator).sequential
  }

  func model(weights: [Float]) -> Sequential {
    Sequential([
      Dense(weight: Tensor(weights, shape: [weights.count, 1]), bias: Tensor(zeros: [1]))
    ])
  }

  func kept(_ mask: PruningMask, _ name: String = "0.weight") throws -> [Int] {
    let list = try #require(mask.kept[name])
    return list.indices.filter { list[$0] }
  }

  @Test(arguments: [0, 0.001, 0.1, 0.333, 0.5, 0.9, 0.95], PruningScope.allCases)
  func `removes exactly the rounded share`(sparsity: Double, scope: PruningScope) throws {
    let model = model()
    let mask = try PruningMask(magnitudesOf: model, sparsity: sparsity, scope: scope)
    let counts = scope == .local ? [600, 200] : [800]
    #expect(
      mask.zeroCount == counts.reduce(0) { $0 + Int((sparsity * Double($1)).rounded()) })
    let report = SparsityReport(mask.applied(to: model))
    #expect(report.zeros == mask.zeroCount)
    #expect(report.rows.map(\.name) == ["0.weight", "2.weight"])
    #expect(report.sparsity == mask.sparsity)
    #expect(report.parameterCount == 830)
    if scope == .local { #expect(report.rows[1].zeros == Int((sparsity * 200).rounded())) }
  }

  @Test func `removes the smallest magnitudes, of equal ones the first`() throws {
    let model = model(weights: [3, -1, 1, 0.5, -1, 2, 1, -0.0])
    for (sparsity, left) in [
      (0, [0, 1, 2, 3, 4, 5, 6, 7]), (0.25, [0, 1, 2, 4, 5, 6]), (0.5, [0, 4, 5, 6]),
      (0.75, [0, 5]), (0.875, [0]),
    ] {
      #expect(try kept(PruningMask(magnitudesOf: model, sparsity: sparsity)) == left)
    }
  }

  @Test func `of magnitudes agrees with sorting`() throws {
    // Magnitudes from tiny to huge, many of them equal.
    var generator = SplitMix64(seed: 8)
    let weights = (0..<2000).map { _ -> Float in
      let bits = generator.next()
      let value = Float(sign: .plus, exponent: Int(bits % 60) - 30, significand: 1)
      return bits & 1 << 40 == 0 ? value : -value * (1 + Float(bits >> 41 & 3) / 4)
    }
    let order = weights.indices.sorted { (abs(weights[$0]), $0) < (abs(weights[$1]), $1) }
    for count in [1, 2, 999, 1000, 1001, 1999] {
      let mask = try PruningMask(
        magnitudesOf: model(weights: weights), sparsity: Double(count) / 2000)
      #expect(try kept(mask) == order.dropFirst(count).sorted())
    }
  }

  @Test func `does not compound, and keeps what is gone gone`() throws {
    let model = model()
    let half = try PruningMask(magnitudesOf: model, sparsity: 0.5)
    let again = try PruningMask(magnitudesOf: model, sparsity: 0.5, within: half)
    #expect(again == half)
    // Other weights have the other order; yet nothing comes back.
    let other = self.model(seed: 4)
    let more = try PruningMask(magnitudesOf: other, sparsity: 0.8, within: half)
    #expect(more.sparsity == 0.8)
    for (name, list) in half.kept {
      #expect(zip(list, more.kept[name] ?? []).allSatisfy { $0 || !$1 })
    }
  }

  @Test func `by threshold removes what lies below it`() throws {
    let model = model(weights: [0.1, -0.3, 0.2, -0.05, 0.3])
    #expect(try kept(PruningMask(of: model, below: 0.2)) == [1, 2, 4])
    #expect(try PruningMask(of: model, below: 0).zeroCount == 0)
    #expect(throws: PruningError.layerEmptied("0.weight", count: 5)) {
      try PruningMask(of: model, below: 1)
    }
    for threshold: Float in [-1, .nan, .infinity] {
      #expect(throws: PruningError.self) { try PruningMask(of: model, below: threshold) }
    }
  }

  @Test func `by chance keeps as many of each layer`() throws {
    let model = model()
    let mask = try PruningMask(magnitudesOf: model, sparsity: 0.7, scope: .global)
    let random = PruningMask(randomLike: mask, seed: 1)
    #expect(random != mask)
    #expect(random == PruningMask(randomLike: mask, seed: 1))
    #expect(random != PruningMask(randomLike: mask, seed: 2))
    for (name, list) in mask.kept {
      #expect(random.kept[name]?.count { $0 } == list.count { $0 })
    }
  }

  @Test(arguments: ["2:4", "1:4", "1:2", "4:8"])
  func `of a pattern keeps N of each M inputs`(pattern: String) throws {
    let pattern = try #require(SparsityPattern(pattern))
    var generator = SplitMix64(seed: 5)
    let model = Sequential([
      Conv2D(inputs: 8, outputs: 3, size: 3, using: &generator), Flatten(),
      Dense(inputs: 48, outputs: 5, using: &generator),
    ])
    let mask = try PruningMask(of: model, pattern: pattern)
    #expect(abs(mask.sparsity - pattern.sparsity) < 1e-12)
    let (conv, dense) = (mask.kept["0.weight"] ?? [], mask.kept["2.weight"] ?? [])
    for output in 0..<5 {
      for first in stride(from: 0, to: 48, by: pattern.group) {
        let group = (first..<first + pattern.group).map { dense[$0 * 5 + output] }
        #expect(group.count { $0 } == pattern.kept)
      }
    }
    for (output, place) in (0..<27).map({ ($0 / 9, $0 % 9) }) {
      for first in stride(from: 0, to: 8, by: pattern.group) {
        let group = (first..<first + pattern.group).map { conv[(output * 8 + $0) * 9 + place] }
        #expect(group.count { $0 } == pattern.kept)
      }
    }
  }

  @Test func `of a pattern that does not fit is refused`() throws {
    for text in ["4:4", "5:4", "0:4", "-1:2", "2", "2:4:8", "two:4", ":4", "2:"] {
      #expect(SparsityPattern(text) == nil)
    }
    #expect(throws: PruningError.invalidPattern(kept: 4, of: 4)) {
      try SparsityPattern(kept: 4, of: 4)
    }
    let pattern = try #require(SparsityPattern("2:4"))
    #expect(
      throws: PruningError.patternDoesNotDivide(parameter: "0.weight", inputs: 30, group: 4)
    ) {
      try PruningMask(of: model(), pattern: pattern)
    }
    #expect(pattern.dividedParameterNames(of: model()) == ["2.weight"])
    #expect(try PruningMask(of: model(), pattern: pattern, layers: ["2"]).zeroCount == 100)
  }

  @Test func `is refused where it would make no sense`() throws {
    let model = model()
    for sparsity in [1, -0.1, 1.5, .nan, .infinity] {
      #expect(throws: PruningError.self) {
        try PruningMask(magnitudesOf: model, sparsity: sparsity)
      }
    }
    #expect(throws: PruningError.unknownLayer("5", known: ["0", "2"])) {
      try PruningMask(magnitudesOf: model, sparsity: 0.5, layers: ["5"])
    }
    #expect(throws: PruningError.unknownLayer("1", known: ["0", "2"])) {
      try PruningMask(magnitudesOf: model, sparsity: 0.5, excluding: ["1"])
    }
    #expect(throws: PruningError.nothingToPrune) {
      try PruningMask(magnitudesOf: model, sparsity: 0.5, layers: ["2"], excluding: ["2.weight"])
    }
    var broken = model
    broken.parameters[2] = Tensor([.nan] + [Float](repeating: 1, count: 199), shape: [20, 10])
    #expect(throws: PruningError.notFinite("2.weight")) {
      try PruningMask(magnitudesOf: broken, sparsity: 0.5)
    }
    var small = model
    small.parameters[2] = Tensor([Float](repeating: 1e-6, count: 200), shape: [20, 10])
    #expect(throws: PruningError.layerEmptied("2.weight", count: 200)) {
      try PruningMask(magnitudesOf: small, sparsity: 0.4, scope: .global)
    }
    #expect(
      try PruningMask(magnitudesOf: small, sparsity: 0.4, scope: .global, excluding: ["2"])
        .zeroCount == 240)
  }

  @Test func `is made permanent, and joined with another`() throws {
    let model = model()
    let first = try PruningMask(magnitudesOf: model, sparsity: 0.5, layers: ["0"])
    let second = try PruningMask(magnitudesOf: model, sparsity: 0.9, layers: ["2"])
    let both = first.intersection(second)
    #expect(both.kept.keys.sorted() == ["0.weight", "2.weight"])
    #expect(both.zeroCount == 300 + 180)
    let pruned = both.applied(to: model)
    for (index, name) in model.parameterNames.enumerated() {
      let (old, new) = (model.parameters[index].elements, pruned.parameters[index].elements)
      let kept = both.kept[name] ?? old.map { _ in true }
      #expect(zip(zip(old, new), kept).allSatisfy { $0.1 == ($1 ? $0.0 : 0) })
    }
    #expect(both.intersection(both) == both)
  }
}
