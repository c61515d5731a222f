import Foundation
import ModelOptimization

/// Something that is run again and again. It owns its memory and takes none while it runs.
protocol Case {
  mutating func run()
}

/// Memory of a case: elements that lie at a multiple of 64 bytes.
final class Block<Element: BitwiseCopyable> {
  let start: UnsafeMutablePointer<Element>
  let count: Int

  init(_ count: Int, repeating element: Element) {
    self.count = count
    start = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: 64
    ).bindMemory(to: Element.self, capacity: max(1, count))
    start.initialize(repeating: element, count: count)
  }

  convenience init(_ count: Int, zero: Element, element: () -> Element) {
    self.init(count, repeating: zero)
    for index in 0..<count { start[index] = element() }
  }

  deinit { start.deallocate() }

  func write(to path: String) throws {
    try Data(bytes: start, count: count * MemoryLayout<Element>.stride)
      .write(to: URL(filePath: path))
  }
}

/// A product of floats.
struct FloatProduct: Case {
  private let m: Int
  private let a: Block<Float>
  private let b: Block<Float>
  private let c: Block<Float>
  private let left: MatmulOperand
  private let right: MatmulOperand
  private let packed: PackedMatrix?

  init(m: Int, k: Int, n: Int, isPacked: Bool) {
    var generator = SplitMix64(seed: 1)
    self.m = m
    a = Block(m * k, zero: 0) { generator.nextUnit() - 0.5 }
    b = Block(k * n, zero: 0) { generator.nextUnit() - 0.5 }
    c = Block(m * n, repeating: 0)
    left = MatmulOperand(a.start, rows: m, columns: k)
    right = MatmulOperand(b.start, rows: k, columns: n)
    packed = isPacked ? PackedMatrix(right) : nil
  }

  func run() {
    if let packed {
      packed.multiply(left, into: c.start)
    } else {
      multiply(left, right, into: c.start)
    }
  }

  func write(to prefix: String) throws {
    try a.write(to: prefix + ".a")
    try b.write(to: prefix + ".b")
    try c.write(to: prefix + ".c")
  }
}

/// A product of 8-bit integers.
struct IntegerProduct: Case {
  private let m: Int
  private let k: Int
  private let a: Block<UInt8>
  private let b: Block<Int8>
  private let c: Block<Int32>
  private let weights: IntegerWeights

  /// - Parameter form: nil for the one that the library chooses. The activations then have 7 bits,
  ///   with which the fast form is exact whatever the weights.
  init(m: Int, k: Int, n: Int, form: IntegerForm?) {
    var generator = SplitMix64(seed: 1)
    self.m = m
    self.k = k
    let largest: UInt64 = form == nil || form == .pairs ? 127 : 255
    a = Block(m * k, zero: 0) { UInt8(truncatingIfNeeded: generator.next() % (largest + 1)) }
    b = Block(k * n, zero: 0) { Int8(truncatingIfNeeded: Int(generator.next() % 255) - 127) }
    c = Block(m * n, repeating: 0)
    weights = IntegerWeights(
      b.start, k: k, n: n, rowStride: n, columnStride: 1, largestActivation: Int(largest),
      form: form)
  }

  func run() { weights.multiply(a.start, stride: k, into: c.start, rows: m) }

  func write(to prefix: String) throws {
    try a.write(to: prefix + ".a")
    try b.write(to: prefix + ".b")
    try c.write(to: prefix + ".c")
  }
}

/// A network, ready to be served.
struct Network: Case {
  private let session: InferenceSession
  private let batch: Int
  private let input: [Float]
  private var output: [Float]

  /// - Parameter format: nil for the floats of the network itself. Ranges are taken from random
  ///   images, as the other libraries take them: the time does not depend on them.
  init(_ model: FashionModel, format: LayerFormat?, batch: Int, threads: Int) throws {
    let prepared: PreparedModel
    if let format {
      var generator = SplitMix64(seed: 1)
      let images = Tensor(
        (0..<64 * 784).map { _ in generator.nextUnit() }, shape: [64] + model.inputShape)
      prepared = PreparedModel(
        try QuantizedModel(
          weights(of: model), inputShape: model.inputShape,
          configuration: QuantizationConfiguration(format: format), calibration: images))
    } else {
      prepared = PreparedModel(weights(of: model), inputShape: model.inputShape)
    }
    session = InferenceSession(prepared, maximumBatch: batch, threads: threads)
    self.batch = batch
    var generator = SplitMix64(seed: 1)
    input = (0..<batch * 784).map { _ in generator.nextUnit() }
    output = [Float](repeating: 0, count: batch * 10)
  }

  mutating func run() {
    let (session, input, batch) = (session, input, batch)
    var results = output.mutableSpan
    session.run(input.span, batch: batch, into: &results)
  }

  func write(to prefix: String) throws {
    try input.withUnsafeBytes { try Data($0).write(to: URL(filePath: prefix + ".a")) }
    try output.withUnsafeBytes { try Data($0).write(to: URL(filePath: prefix + ".c")) }
  }
}

/// The weights that come with the project, or random ones where they are not there: the speed is
/// the same.
func weights(of model: FashionModel) -> Sequential {
  (try? model.pretrained()) ?? model.untrained(seed: 1)
}
