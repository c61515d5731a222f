import ModelOptimization
import Testing

@Suite struct `Top k` {
  @Test func `gives the largest scores, the largest first`() {
    #expect(topK([0.1, 0.7, 0.05, 0.15], k: 2) == [1, 3])
  }

  @Test func `prefers the first among equals`() {
    #expect(topK([1, 2, 2, 1, 2], k: 4) == [1, 2, 4, 0])
  }

  @Test func `puts what is not a number last`() {
    #expect(topK([.nan, -.infinity, 3, .nan], k: 4) == [2, 1, 0, 3])
  }

  @Test func `returns nothing when nothing is asked for`() {
    #expect(topK([], k: 0).isEmpty)
  }
}
