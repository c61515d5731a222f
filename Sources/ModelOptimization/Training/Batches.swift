/// The batches of one pass over a data set, its images in random order.
///
/// ```swift
/// var generator = SplitMix64(seed: 1)
/// for batch in Batches(of: data, size: 128, using: &generator) { … }
/// ```
public struct Batches: Sequence, IteratorProtocol {
  private let data: FashionMNIST
  private let size: Int
  private var order: ArraySlice<Int>

  /// Shuffles the images and cuts them into batches. The last batch may be smaller.
  ///
  /// - Parameters:
  ///   - data: each image comes up exactly once.
  ///   - size: the images in a batch; at least 1.
  ///   - generator: where the order comes from; from the same state, the same order.
  public init(
    of data: FashionMNIST, size: Int, using generator: inout some RandomNumberGenerator
  ) {
    require(size >= 1, "A batch has at least 1 image; \(size) were asked for.")
    self.data = data
    self.size = size
    order = generator.permutation(of: data.count)[...]
  }

  /// The next batch, or nil at the end of the pass.
  public mutating func next() -> FashionMNIST? {
    if order.isEmpty { return nil }
    let indices = order.prefix(size)
    order = order.dropFirst(size)
    return FashionMNIST(
      images: data.images.rows(at: indices), labels: indices.map { data.labels[$0] })
  }
}
