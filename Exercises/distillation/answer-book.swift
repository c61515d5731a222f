import ModelOptimization

/// An image as training shows it: which one, and how it was changed.
struct View: Hashable {
  var image: Int
  var down: Int
  var right: Int
  var isMirrored: Bool
}

/// A teacher's scores, each asked for once.
struct AnswerBook {
  /// What the teacher says about several views in one call: a row of scores for each.
  private let ask: ([View]) -> [[Float]]

  /// Opens an empty book.
  init(ask: @escaping ([View]) -> [[Float]]) {
    self.ask = ask
  }

  /// The scores of the views of a batch, in their order.
  ///
  /// The teacher is asked once, about all that is new, each view only once; where nothing is new it
  /// is not asked.
  mutating func scores(of views: [View]) -> [[Float]] {
    // TODO: this asks about every view in every epoch. Remember the answers.
    return ask(views)
  }

  /// The soft targets of the views of a batch, at a temperature that may be another one each time.
  mutating func targets(of views: [View], temperature: Float) -> [[Float]] {
    // TODO: scores are kept, so that they can be softened anew.
    return scores(of: views)
  }
}

/// The bytes that all answers take.
///
/// - Parameters:
///   - images: how many different ones there are.
///   - maximumShift: an image is moved by −maximumShift … maximumShift pixels, down and right.
///   - mirrors: whether each may be mirrored as well.
///   - classes: the scores of one answer.
///   - bytesPerScore: 4 for 32-bit floats, 2 for 16.
func answerBytes(
  images: Int, maximumShift: Int, mirrors: Bool, classes: Int, bytesPerScore: Int
) -> Int {
  // TODO: count the views of an image first.
  return images * classes * bytesPerScore
}
