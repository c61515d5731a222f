/// Random changes of training images that leave what they show as it is: a network that sees
/// every image a little differently in each pass learns less of it by heart.
public struct Augmentation: Equatable, Sendable {
  /// The most pixels by which an image is shifted, in each direction; zeros move in.
  public var maximumShift: Int
  /// Whether half of the images are mirrored, left to right.
  public var mirrors: Bool

  /// No change.
  public static let none = Augmentation(maximumShift: 0, mirrors: false)

  /// Creates an augmentation.
  ///
  /// - Parameters:
  ///   - maximumShift: in pixels, from 0 to 28.
  ///   - mirrors: whether half of the images are mirrored.
  public init(maximumShift: Int, mirrors: Bool) {
    require(
      (0...Self.side).contains(maximumShift),
      "An image is shifted by 0 to \(Self.side) pixels; \(maximumShift) were asked for.")
    self.maximumShift = maximumShift
    self.mirrors = mirrors
  }

  private static let side = 28

  /// Changes each image of a batch at random; the labels stay.
  ///
  /// - Parameters:
  ///   - batch: images of 28 by 28 pixels.
  ///   - generator: where the randomness comes from; from the same state, the same images.
  public func applied(
    to batch: FashionMNIST, using generator: inout some RandomNumberGenerator
  ) -> FashionMNIST {
    guard self != .none else { return batch }
    let side = Self.side
    require(
      batch.images.columnCount == side * side,
      "Images of 28 by 28 pixels are augmented; these are of shape \(batch.images.shape).")
    let changes = (0..<batch.count).map { _ in change(using: &generator) }
    let pixels = batch.images.storage.span
    var result = batch
    result.images = Tensor(zeros: batch.images.shape)
    var target = result.images.storage.mutableSpan
    for (image, change) in changes.enumerated() {
      let start = image * side * side
      for row in max(0, change.down)..<min(side, side + change.down) {
        let from = start + (row - change.down) * side
        for column in max(0, change.right)..<min(side, side + change.right) {
          let source = column - change.right
          target[start + row * side + column] =
            pixels[from + (change.isMirrored ? side - 1 - source : source)]
        }
      }
    }
    return result
  }

  private func change(
    using generator: inout some RandomNumberGenerator
  ) -> (down: Int, right: Int, isMirrored: Bool) {
    func shift() -> Int {
      guard maximumShift > 0 else { return 0 }
      let choices = UInt64(2 * maximumShift + 1)
      return Int(generator.next().multipliedFullWidth(by: choices).high) - maximumShift
    }
    let (down, right) = (shift(), shift())
    return (down, right, mirrors && generator.next() >> 63 == 1)
  }
}

extension Augmentation: CustomStringConvertible {
  /// The changes in words, as they are recorded beside the weights.
  public var description: String {
    guard self != .none else { return "none" }
    let changes = [maximumShift > 0 ? "shift by \(maximumShift)" : nil, mirrors ? "mirror" : nil]
    return changes.compactMap { $0 }.joined(separator: ", ")
  }
}
