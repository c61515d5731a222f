import ModelOptimization
import Testing

@Suite struct `The largest batch within a limit` {
  @Test(arguments: [0, 1, 2, 3, 4, 5, 31, 32, 33, 1000, 1_048_575, 1_048_576])
  func `is found at the limit and just beneath it`(answer: Int) {
    // 1,000 bytes of weights and 24 bytes of activations for each row.
    let cost = { (batch: Int) in 1000 + 24 * batch }
    #expect(largestBatch(within: 1000 + 24 * answer, cost: cost) == answer)
    #expect(largestBatch(within: 1000 + 24 * answer + 23, cost: cost) == answer)
    #expect(largestBatch(within: 1000 + 24 * answer - 1, cost: cost) == max(0, answer - 1))
  }

  @Test func `is none when not even one fits`() {
    #expect(largestBatch(within: 99) { _ in 100 } == 0)
    #expect(largestBatch(within: -1) { $0 } == 0)
    #expect(largestBatch(within: 100, upTo: 0) { _ in 1 } == 0)
  }

  @Test(arguments: [1, 2, 3, 7, 100, 1023, 1024, 1025])
  func `is never more than was asked for`(maximum: Int) {
    #expect(largestBatch(within: .max, upTo: maximum) { $0 } == maximum)
    #expect(largestBatch(within: maximum - 1, upTo: maximum) { $0 } == maximum - 1)
  }

  @Test func `is found among all there are`() {
    #expect(largestBatch(within: 1_000_000, upTo: .max) { $0 } == 1_000_000)
    #expect(largestBatch(within: .max, upTo: .max) { $0 } == .max)
  }

  @Test func `is right for costs that grow in steps`() {
    // Activations rounded up to whole pages, as an arena does.
    let cost = { (batch: Int) in 4096 * ((batch * 100 + 4095) / 4096) }
    for limit in stride(from: 0, through: 100_000, by: 777) {
      let expected = (0...1000).last { $0 == 0 || cost($0) <= limit } ?? 0
      #expect(largestBatch(within: limit, upTo: 1000, cost: cost) == expected)
    }
  }

  @Test func `asks only for batches that someone may want, few of them`() {
    var asked: [Int] = []
    let largest = largestBatch(within: 5000, upTo: 1 << 40) {
      asked.append($0)
      return $0
    }
    #expect(largest == 5000)
    #expect(asked.allSatisfy { (1...8192).contains($0) })
    #expect(asked.count <= 28)
  }

  @Test func `passes on what the cost throws`() {
    #expect(throws: CancellationError.self) {
      try largestBatch(within: 5) { _ in throw CancellationError() }
    }
  }
}

@Suite struct `A waiting line` {
  @Test func `does what a plain array does`() {
    var generator = SplitMix64(seed: 11)
    var line = WaitingLine<String>()
    var plain: [(ticket: Int, element: String)] = []
    for ticket in 1...20_000 {
      switch generator.next() % 8 {
      case 0...3:
        line.append("\(ticket)", ticket: ticket)
        plain.append((ticket, "\(ticket)"))
      case 4, 5:
        let served = line.popFirst()
        let expected = plain.isEmpty ? nil : plain.removeFirst()
        #expect(served?.ticket == expected?.ticket && served?.element == expected?.element)
      default:
        let leaver = Int(generator.next() % UInt64(ticket)) + 1
        let place = plain.firstIndex { $0.ticket == leaver }
        #expect(line.remove(leaver) == place.map { plain.remove(at: $0).element })
      }
      #expect(line.count == plain.count)
      #expect(line.first == plain.first?.element)
    }
  }
}
