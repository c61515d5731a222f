import Synchronization

/// A trained network that others learn from: it answers with the scores of the classes.
///
/// It runs as fast as an `InferenceSession` does, and remembers its answers: an image that comes
/// up again, in the next epoch or in the run of another student, is looked up. Fashion-MNIST
/// shifted by at most a pixel and mirrored has 972,000 different images; without changes, 54,000.
/// The answer is the same bits either way.
public final class Teacher: Sendable {
  /// What it is called: "cnn".
  public let label: String
  /// What it is called, with a number that tells its weights from others: "cnn 1f2e3d4c".
  public let name: String
  /// The model in use.
  public let model: PreparedModel
  /// How many answers are remembered at most, of about 100 bytes each.
  public let capacity: Int

  private let session: InferenceSession
  private let memory = Mutex(AnswerMemory())

  /// The images that are answered in one call.
  private static var batchSize: Int { 64 }

  /// Prepares a network to teach.
  ///
  /// - Parameters:
  ///   - model: the network; later changes to it are not seen.
  ///   - inputShape: the shape of one image as it takes it.
  ///   - name: what it is called.
  ///   - capacity: how many answers are remembered at most; 0 for none.
  ///   - threads: how many share the work.
  public convenience init(
    _ model: some Layer, inputShape: [Int], name: String, capacity: Int = 1_000_000,
    threads: Int = ThreadPool.current.threads
  ) {
    self.init(
      PreparedModel(model, inputShape: inputShape), name: name, capacity: capacity,
      threads: threads)
  }

  /// Takes a prepared model as a teacher.
  ///
  /// - Parameters:
  ///   - model: it gives one row of scores for each image.
  ///   - name: what it is called.
  ///   - capacity: how many answers are remembered at most; 0 for none.
  ///   - threads: how many share the work.
  public init(
    _ model: PreparedModel, name: String, capacity: Int = 1_000_000,
    threads: Int = ThreadPool.current.threads
  ) {
    require(
      model.outputShape.count == 1,
      "A teacher gives a row of scores for each image; this one gives \(model.outputShape).")
    self.model = model
    self.capacity = capacity
    label = name
    session = InferenceSession(model, maximumBatch: Self.batchSize, threads: threads)
    // Its answer to noise tells it from others, whatever it is made of.
    var generator = SplitMix64(seed: 1)
    let count = model.inputShape.reduce(1, *)
    let noise = Tensor(
      (0..<count).map { _ in generator.nextUnit() }, shape: [1] + model.inputShape)
    let bytes = session(noise).elements.flatMap { element in
      (0..<4).map { UInt8(truncatingIfNeeded: element.bitPattern >> (8 * UInt32($0))) }
    }
    self.name = "\(name) \(String(crc32(bytes), radix: 16))"
  }

  /// The classes that it tells apart.
  public var classCount: Int { model.outputShape[0] }

  /// The scores of images.
  ///
  /// - Parameter images: `[batch]` and any shape of as many elements as an image of the model has.
  /// - Returns: shape `[batch, classes]`.
  public func logits(of images: Tensor) -> Tensor {
    let keys = capacity > 0 ? images.rowKeys : []
    var answers = Tensor(zeros: [images.rowCount, classCount])
    let unknown = memory.withLock { $0.recall(keys, into: &answers) } ?? Array(0..<images.rowCount)
    for start in stride(from: 0, to: unknown.count, by: Self.batchSize) {
      let rows = unknown[start..<min(start + Self.batchSize, unknown.count)]
      let asked = images.rows(at: rows).reshaped(to: [rows.count] + model.inputShape)
      let scores = session(asked)
      for (number, row) in rows.enumerated() {
        for column in 0..<classCount { answers[row, column] = scores[number, column] }
      }
    }
    if !keys.isEmpty {
      memory.withLock { $0.remember(unknown, of: keys, answers, upTo: capacity) }
    }
    return answers
  }
}

/// Answers by the images that they belong to.
private struct AnswerMemory {
  private var places: [ImageKey: Int32] = [:]
  private var scores: [Float] = []

  /// Writes the answers that are known.
  ///
  /// - Returns: the rows of the others; nil where there are no keys.
  func recall(_ keys: [ImageKey], into answers: inout Tensor) -> [Int]? {
    guard !keys.isEmpty else { return nil }
    let classes = answers.columnCount
    var unknown: [Int] = []
    for (row, key) in keys.enumerated() {
      guard let place = places[key] else {
        unknown.append(row)
        continue
      }
      for column in 0..<classes { answers[row, column] = scores[Int(place) * classes + column] }
    }
    return unknown
  }

  mutating func remember(
    _ rows: [Int], of keys: [ImageKey], _ answers: Tensor, upTo capacity: Int
  ) {
    for row in rows where places.count < capacity && places[keys[row]] == nil {
      places[keys[row]] = Int32(places.count)
      scores += answers[row]
    }
  }
}

/// An image in 128 bits: two different ones of a million share theirs once in 10²⁶ times.
private struct ImageKey: Hashable {
  var low, high: UInt64
}

extension Tensor {
  /// A key for each row.
  fileprivate var rowKeys: [ImageKey] {
    let (columns, elements) = (columnCount, storage.span)
    return (0..<rowCount).map { row in
      var (low, high): (UInt64, UInt64) = (0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344)
      for index in row * columns..<(row + 1) * columns {
        let bits = UInt64(elements[index].bitPattern)
        low = (low ^ bits) &* 0x9E37_79B9_7F4A_7C15
        high = (high &+ bits ^ low >> 29) &* 0xD6E8_FEB8_6659_FD93
        low ^= low >> 32
        high ^= high >> 31
      }
      return ImageKey(low: low, high: high)
    }
  }
}
