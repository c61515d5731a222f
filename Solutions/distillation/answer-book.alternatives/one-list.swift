import ModelOptimization

/// An image as training shows it: which one, and how it was changed.
struct View: Hashable {
  var image: Int
  var down: Int
  var right: Int
  var isMirrored: Bool
}

// Places in one long list, as in a file that is written once and read by offset.
struct AnswerBook {
  private var places: [View: Int] = [:]
  private var rows: [[Float]] = []
  private let ask: ([View]) -> [[Float]]

  init(ask: @escaping ([View]) -> [[Float]]) {
    self.ask = ask
  }

  mutating func scores(of views: [View]) -> [[Float]] {
    var missing: [View] = []
    for view in views where places[view] == nil {
      places[view] = rows.count + missing.count
      missing.append(view)
    }
    if missing.count > 0 { rows += ask(missing) }
    return views.compactMap { view in places[view].map { place in rows[place] } }
  }

  mutating func targets(of views: [View], temperature: Float) -> [[Float]] {
    scores(of: views).map { row in
      softmax(Tensor([row.map { score in score / temperature }]))[0]
    }
  }
}

func answerBytes(
  images: Int, maximumShift: Int, mirrors: Bool, classes: Int, bytesPerScore: Int
) -> Int {
  let shifts = (-maximumShift...maximumShift).count
  let flips = mirrors ? [false, true] : [false]
  return shifts * shifts * flips.count * images * classes * bytesPerScore
}
