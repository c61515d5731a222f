import ModelOptimization
import Testing

@Suite struct `A range observer` {
  /// What `Fixtures/make_observers.py` found of the numbers.
  struct Case: Decodable {
    var kind: String
    var minMax: [Double]
    var movingAverage: [Double]
    var percentile99: [Double]
    var leastErrors: [String: Double]
    var width: Double
    var entropyBins: [String: Int]

    /// The numbers, as the script makes them.
    var numbers: Tensor {
      let numbers = (0..<6000).map { index in
        let u = Float(UInt64(index) * 2_654_435_761 % (1 << 24)) * 0x1p-24
        let v = u - 0.375
        let cube = v * v * v * 8
        return switch kind {
        case "rectified": max(cube, 0)
        case "outliers": index % 1000 == 7 ? cube * 20 : v
        case "negative": -abs(cube)
        default: cube
        }
      }
      return Tensor(numbers, shape: [10, 600])
    }

    var range: ClosedRange<Float> { Float(minMax[0])...Float(minMax[1]) }
  }

  let cases: [Case]

  init() throws { cases = try Fixture.table("observers.json", as: [Case].self) }

  private func observed<Observer: RangeObserver>(
    _ observer: Observer, _ numbers: Tensor
  ) throws -> Observer {
    var observer = observer
    for row in 0..<numbers.rowCount { try observer.observe(numbers.rows(row..<row + 1)) }
    return observer
  }

  @Test func `takes the range and its moving average as PyTorch does`() throws {
    for example in cases {
      let whole = try observed(MinMaxObserver(), example.numbers)
      #expect(whole.range == example.range)
      let moving = try #require(observed(MovingAverageObserver(), example.numbers).range)
      #expect(abs(moving.lowerBound - Float(example.movingAverage[0])) < 1e-5)
      #expect(abs(moving.upperBound - Float(example.movingAverage[1])) < 1e-5)
    }
  }

  @Test func `leaves out the percentage that NumPy does, to a bin`() throws {
    for example in cases {
      let observer = try observed(PercentileObserver(percentage: 99), example.numbers)
      let (range, width) = (
        try #require(observer.range), Float(try #require(observer.histogram.width))
      )
      #expect(abs(range.lowerBound - Float(example.percentile99[0])) <= width, "\(example.kind)")
      #expect(abs(range.upperBound - Float(example.percentile99[1])) <= width, "\(example.kind)")
      let all = try observed(PercentileObserver(percentage: 100), example.numbers)
      #expect(all.range == example.range)
    }
  }

  @Test func `finds the least squared error, to the width of its bins`() throws {
    for example in cases {
      let observer = try observed(SquaredErrorObserver(), example.numbers)
      let numbers = example.numbers.elements
      for (name, least) in example.leastErrors {
        let words = name.split(separator: " ")
        let format = try IntegerFormat(bits: try #require(Int(words[0])), isSigned: false)
        let scheme = try #require(QuantizationScheme(rawValue: String(words[1])))
        let found = try observer.parameters(scheme: scheme, format: format)
        let error = found.squaredError(of: numbers) / Double(numbers.count)
        // 8 bits have steps not much wider than bins.
        #expect(error < least * (format.bits == 8 ? 1.03 : 1.005), "\(example.kind) \(name)")
        let exact = try QuantizationParameters(
          nearestTo: numbers, scheme: scheme, format: format)
        let exactError = exact.squaredError(of: numbers) / Double(numbers.count)
        #expect(abs(exactError / least - 1) < 1e-4, "\(example.kind) \(name)")
      }
    }
  }

  @Test func `finds the threshold of the least divergence that SciPy finds`() throws {
    for example in cases {
      let observer = try observed(EntropyObserver(largestBinCount: 512), example.numbers)
      #expect(observer.histogram.width == example.width)
      for (levels, bins) in example.entropyBins {
        let found = EntropyObserver.threshold(
          of: observer.histogram.magnitudes, levels: try #require(Int(levels)))
        #expect(found == bins, "\(example.kind) \(levels)")
      }
    }
    // Of numbers with outliers the divergence cuts off the tail.
    let outliers = try #require(cases.first { $0.kind == "outliers" })
    let observer = try observed(EntropyObserver(), outliers.numbers)
    let cut = try observer.parameters(scheme: .symmetric, format: .int8).representableRange
    #expect(cut.upperBound < 0.9 * outliers.range.upperBound)
  }

  @Test(arguments: RangeObserverKind.allCases)
  func `refuses what is no number, and to speak before it has seen one`(
    kind: RangeObserverKind
  ) throws {
    var observer = kind.observer
    try observer.observe(Tensor(zeros: [0, 4]))
    #expect(throws: QuantizationError.noValues) {
      try observer.parameters(scheme: .affine, format: .uint8)
    }
    try observer.observe(Tensor([0.5, -0.25], shape: [2]))
    let before = try observer.parameters(scheme: .affine, format: .uint8)
    for bad in [Float.infinity, -.infinity, .nan] {
      #expect(throws: QuantizationError.self) {
        try observer.observe(Tensor([9, bad], shape: [2]))
      }
    }
    #expect(try observer.parameters(scheme: .affine, format: .uint8) == before)
    #expect(throws: QuantizationError.tooFewBitsForSymmetry(try IntegerFormat(bits: 1))) {
      try observer.parameters(scheme: .symmetric, format: IntegerFormat(bits: 1))
    }
  }

  @Test(arguments: RangeObserverKind.allCases, [Float(0), 0.3, -2, 1e-30, 1e30])
  func `takes a constant`(kind: RangeObserverKind, constant: Float) throws {
    var observer = kind.observer
    for _ in 0..<3 {
      try observer.observe(Tensor([Float](repeating: constant, count: 50), shape: [50]))
    }
    for scheme in QuantizationScheme.allCases {
      let parameters = try observer.parameters(scheme: scheme, format: .int8)
      let back = parameters.dequantize(parameters.quantize(constant))
      #expect(abs(back - constant) <= abs(constant) * 0.01)
    }
  }

  @Test func `counts the same whatever the order and the batches`() throws {
    var generator = SplitMix64(seed: 5)
    let numbers = randomTensor([300], seed: 1).elements.enumerated().map { index, x in
      x * x * x * (index % 7 == 0 ? 50 : 1)
    }
    func histogram(_ numbers: [Float], batch: Int) throws -> Histogram {
      var histogram = Histogram(largestBinCount: 64)
      for start in stride(from: 0, to: numbers.count, by: batch) {
        let part = Array(numbers[start..<min(start + batch, numbers.count)])
        try histogram.add(Tensor(part, shape: [part.count]))
      }
      return histogram
    }
    let whole = try histogram(numbers, batch: 300)
    #expect(whole.counts.reduce(0, +) == 300 && (32...64).contains(whole.counts.count))
    for batch in [1, 7, 100] {
      let order = generator.permutation(of: 300).map { numbers[$0] }
      #expect(try histogram(order, batch: batch) == whole)
    }
    // Zeros first: the narrowest bins of all.
    #expect(try histogram([0] + numbers, batch: 1).width == whole.width)
  }
}
