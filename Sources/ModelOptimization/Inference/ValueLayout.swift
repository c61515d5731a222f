/// What a value of a prepared model is made of, for one example.
///
/// A session keeps values as bytes: those of a model in floats have 4 for each element, quantized
/// activations 1, and both may stand in one model.
struct ValueLayout: Equatable, Sendable {
  /// What an element is.
  enum Element: Equatable, Sendable {
    case float
    case unsignedByte
    case integer32

    var bytes: Int {
      switch self {
      case .float, .integer32: 4
      case .unsignedByte: 1
      }
    }
  }

  /// Elements of an example.
  let count: Int
  let element: Element

  init(_ count: Int, of element: Element = .float) {
    self.count = count
    self.element = element
  }

  /// Bytes of an example.
  var bytes: Int { count * element.bytes }
}
