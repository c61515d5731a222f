/// A styled line broken into lines of at most `width` columns, as lessons are.
public func wrapped(_ line: Line, width: Int) -> [Line] {
  wrap(line.flatMap { [Cell](text: $0.text, $0.style) }, width: width).map(\.line)
}
