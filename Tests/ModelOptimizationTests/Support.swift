import Foundation
import ModelOptimization
import Testing

/// A tensor in a table that `Fixtures/make_fixtures.py` made.
struct Expected: Decodable {
  var shape: [Int]
  var elements: [Double]

  var tensor: Tensor { Tensor(elements.map { Float($0) }, shape: shape) }
}

enum Fixture {
  static func url(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
      .appending(path: name)
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url(name)))
  }

  static func table<Table: Decodable>(_ name: String, as _: Table.Type) throws -> Table {
    try JSONDecoder().decode(Table.self, from: Data(contentsOf: url(name)))
  }
}

/// The project's `Data` folder, and nothing from elsewhere on this machine.
let projectData = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Data").path
let shippedData = DataLocation(only: projectData)

/// Runs a test in a folder of its own, which is gone afterwards.
func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "pare-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer {
    do {
      try FileManager.default.removeItem(at: folder)
    } catch {
      Issue.record(error)
    }
  }
  try body(folder)
}

/// The largest difference between two tensors of the same shape, relative to the larger of 1 and
/// the expected element.
func largestError(_ actual: Tensor, _ expected: Expected) -> Double {
  guard actual.shape == expected.shape else { return .infinity }
  return zip(actual.elements, expected.elements)
    .map { abs(Double($0) - $1) / max(1, abs($1)) }
    .reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
}

/// Some numbers in -1..<1, the same for the same seed.
func randomTensor(_ shape: [Int], seed: UInt64) -> Tensor {
  var generator = SplitMix64(seed: seed)
  let elements = (0..<shape.reduce(1, *)).map { _ in
    Float(generator.next() >> 40) * 0x1p-23 - 1
  }
  return Tensor(elements, shape: shape)
}
