import ModelOptimization
import Testing

@Suite struct `A pass over the training images` {
  @Test func `shows each image once, in an order of its own`() {
    // Each image is marked by its number.
    let numbered = FashionMNIST(
      images: Tensor((0..<10).map { Float($0) }, shape: [10, 1]), labels: Array(0..<10))
    var generator = SplitMix64(seed: 1)
    let first = Array(Batches(of: numbered, size: 4, using: &generator))
    let second = Array(Batches(of: numbered, size: 4, using: &generator))
    #expect(first.map(\.count) == [4, 4, 2])
    #expect(first.flatMap(\.labels).sorted() == Array(0..<10))
    #expect(first.flatMap(\.labels) != second.flatMap(\.labels))
    for batch in first + second {
      #expect(batch.images.elements == batch.labels.map { Float($0) })
    }
  }
}
