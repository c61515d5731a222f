/// The images divided into k parts, each of which is the validation set once.
///
///     score = mean over the folds of the score on a fold, learned from the others
///
/// A score from one small validation set is partly luck. Here every image is validated on exactly
/// once, at k times the cost of training. For choices only: the test set stays out of it.
public struct CrossValidation: Equatable, Sendable {
  /// One way to divide the images: every image is in exactly one of the two lists.
  public struct Fold: Equatable, Sendable {
    /// The places of the images to learn from, ascending.
    public let training: [Int]
    /// The places of the images to validate on, ascending.
    public let validation: [Int]
  }

  /// The divisions; each image is in the validation list of exactly one.
  public let folds: [Fold]

  /// Divides images at random into parts whose sizes differ by at most one.
  ///
  /// - Parameters:
  ///   - count: the folds, k; from 2 to the number of images.
  ///   - labels: the class of each image.
  ///   - isStratified: whether each class is divided evenly as well, so that a rare class is in
  ///     every fold; the parts of a class, too, differ by at most one image.
  ///   - seed: sets who is where; the same for the same seed.
  /// - Throws: `SearchError.badFolds`.
  public init(folds count: Int, labels: [Int], isStratified: Bool = true, seed: UInt64 = 1) throws {
    guard count >= 2, count <= labels.count else {
      throw SearchError.badFolds(count, images: labels.count)
    }
    var generator = SplitMix64(seed: seed)
    var order = generator.permutation(of: labels.count)
    if isStratified {
      // Dealt out like cards, class by class and without a break between two classes: so both the
      // parts of a class and the folds are of equal size.
      order = order.enumerated()
        .sorted { (labels[$0.element], $0.offset) < (labels[$1.element], $1.offset) }
        .map(\.element)
    }
    var foldOfImage = [Int](repeating: 0, count: labels.count)
    for (turn, image) in order.enumerated() { foldOfImage[image] = turn % count }
    folds = (0..<count).map { fold in
      Fold(
        training: foldOfImage.indices.filter { foldOfImage[$0] != fold },
        validation: foldOfImage.indices.filter { foldOfImage[$0] == fold })
    }
  }
}

extension FashionMNIST {
  /// The images at some places, in their order.
  package func images(at places: [Int]) -> FashionMNIST {
    FashionMNIST(images: images.rows(at: places), labels: places.map { labels[$0] })
  }
}
