import Dispatch
import Synchronization

/// The lessons of a course, each parsed when it is first asked for.
final class LessonShelf: Sendable {
  enum Content: Sendable {
    case read(Lesson)
    /// A file in which nothing is wrong, as it was when the course was opened.
    case unread(file: String, bytes: [UInt8])
  }

  private let contents: Mutex<[Content]>

  init(_ contents: [Content]) {
    self.contents = Mutex(contents)
  }

  /// The lesson at a place in the order of the course.
  func lesson(at index: Int) -> Lesson? {
    switch contents.withLock({ $0[index] }) {
    case .read(let lesson): return lesson
    case .unread(let file, let bytes):
      let lesson = Lesson.read(bytes, file: file).lesson
      if let lesson { contents.withLock { $0[index] = .read(lesson) } }
      return lesson
    }
  }

  /// All lessons in order.
  var lessons: [Lesson] {
    let count = contents.withLock { $0.count }
    return concurrentMap(Array(0..<count)) { self.lesson(at: $0) }.compactMap(\.self)
  }
}

/// What a function makes of each element, in order; the calls share the machine's cores.
func concurrentMap<Element: Sendable, Result: Sendable>(
  _ elements: [Element], _ transform: @Sendable (Element) -> Result
) -> [Result] {
  guard elements.count > 1 else { return elements.map(transform) }
  let results = Mutex([Result?](repeating: nil, count: elements.count))
  DispatchQueue.concurrentPerform(iterations: elements.count) { index in
    let result = transform(elements[index])
    results.withLock { $0[index] = result }
  }
  return results.withLock { $0.compactMap(\.self) }
}
