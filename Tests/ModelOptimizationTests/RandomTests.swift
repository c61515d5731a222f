import ModelOptimization
import Testing

@Suite struct `The random generator` {
  @Test(arguments: [0, 1_234_567] as [UInt64])
  func `gives the numbers of the reference implementation`(seed: UInt64) throws {
    let table = try Fixture.table("splitmix64.json", as: [String: [String]].self)
    let expected = try #require(table["\(seed)"]).compactMap { UInt64($0) }
    var generator = SplitMix64(seed: seed)
    #expect(expected.count == 5)
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test func `puts numbers in an order that depends on the seed alone`() {
    var first = SplitMix64(seed: 1)
    var same = SplitMix64(seed: 1)
    var other = SplitMix64(seed: 2)
    let order = first.permutation(of: 100)
    #expect(order.sorted() == Array(0..<100))
    #expect(same.permutation(of: 100) == order)
    #expect(other.permutation(of: 100) != order)
    #expect(first.permutation(of: 0).isEmpty)
  }

  @Test func `prefers no order`() {
    var generator = SplitMix64(seed: 3)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[generator.permutation(of: 3), default: 0] += 1 }
    #expect(counts.count == 6)
    // 1,000 each in expectation, with a standard deviation of 29; 150 is five of them.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 150 })
  }

  @Test func `gives units from 0 up to but not including 1`() {
    var generator = SplitMix64(seed: 4)
    let units = (0..<10_000).map { _ in generator.nextUnit() }
    #expect(units.allSatisfy { 0 <= $0 && $0 < 1 })
    // The mean of 10,000 has a standard deviation of 0.0029; 0.015 is five of them.
    #expect(abs(units.reduce(0, +) / 10_000 - 0.5) < 0.015)
  }
}
