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

  private var known: [View: [Float]] = [:]

  /// Opens an empty book.
  init(ask: @escaping ([View]) -> [[Float]]) {
    self.ask = ask
  }

  /// The scores of the views of a batch, in their order.
  ///
  /// The teacher is asked once, about all that is new, each view only once; where nothing is new it
  /// is not asked.
  mutating func scores(of views: [View]) -> [[Float]] {
    var new: [View] = []
    var seen = Set<View>()
    for view in views where known[view] == nil && seen.insert(view).inserted { new.append(view) }
    if !new.isEmpty {
      for (view, row) in zip(new, ask(new)) { known[view] = row }
    }
    return views.map { view in known[view] ?? [] }
  }

  /// The soft targets of the views of a batch, at a temperature that may be another one each time.
  mutating func targets(of views: [View], temperature: Float) -> [[Float]] {
    let cooled = scores(of: views).map { row in row.map { score in score / temperature } }
    let shares = softmax(Tensor(cooled))
    return views.indices.map { row in shares[row] }
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
  let places = 2 * maximumShift + 1
  let views = places * places * (mirrors ? 2 : 1)
  return images * views * classes * bytesPerScore
}
