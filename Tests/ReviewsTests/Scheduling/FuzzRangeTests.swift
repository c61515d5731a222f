import Reviews
import Testing

@Suite struct `A fuzz range` {
  /// The table holds the reference's results, which are rounded: u·(n) + shortest, half to even,
  /// at most the maximum. From the range they follow exactly; our own draw takes the floor.
  @Test func `is the reference's, and its draws stay inside`() throws {
    let table = try Fixture.load().fuzzTable
    #expect(table.count == 74)
    for row in table {
      let range = FuzzRange(interval: row.interval, maximum: row.maximum)
      #expect(row.drawn.count == 5)
      for (unit, days) in row.drawn {
        let count = Double(range.days.count)
        if row.interval >= 3 {
          let rounded = (unit * count + Double(range.days.lowerBound)).rounded(.toNearestOrEven)
          #expect(min(Int(rounded), row.maximum) == days, "\(row.interval) at u=\(unit)")
        }
        let own = range.draw(unit)
        #expect(range.days.contains(own))
        #expect(own == days || own == days - 1)
      }
    }
  }

  @Test func `leaves intervals under two and a half days alone`() {
    for interval in 1...2 {
      #expect(FuzzRange(interval: interval, maximum: 100).days == interval...interval)
    }
  }

  /// δ for 100 days: 1 + 0.15·4.5 + 0.1·13 + 0.05·80 = 6.975, so 93…107.
  @Test func `widens with the interval`() {
    #expect(FuzzRange(interval: 100, maximum: 36500).days == 93...107)
    #expect(FuzzRange(interval: 100, maximum: 100).days == 93...100)
  }

  @Test func `draws each of its days about equally often`() {
    let range = FuzzRange(interval: 100, maximum: 36500)
    var counts: [Int: Int] = [:]
    for index in 0..<15_000 {
      counts[range.draw(FuzzRange.unit(card: "card/\(index)", reviews: 1)), default: 0] += 1
    }
    // 15 days, 1000 draws each; six standard deviations of a binomial are 6·√(1000·14/15) = 183.
    #expect(counts.count == 15)
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 183 })
  }

  @Test func `draws the same for the same card and number of answers, else anew`() {
    let unit = FuzzRange.unit(card: "latency/p99", reviews: 4)
    #expect(unit == FuzzRange.unit(card: "latency/p99", reviews: 4))
    #expect(unit != FuzzRange.unit(card: "latency/p99", reviews: 5))
    #expect(unit != FuzzRange.unit(card: "latency/p98", reviews: 4))
    // FNV-1a and SplitMix64, computed by this in Python 3:
    //   h=0xcbf29ce484222325
    //   for b in b"latency/p99"+(4).to_bytes(8,"little"): h=((h^b)*0x100000001b3)%2**64
    //   h=((h^h>>30)*0xbf58476d1ce4e5b9)%2**64; h=((h^h>>27)*0x94d049bb133111eb)%2**64
    //   print(((h^h>>31)>>11)*2.0**-53)
    #expect(unit == 0.8766925181629078)
  }
}
