import Foundation
import ModelOptimization

/// Measures layers at rising shares of zeros, dense and sparse in turn, and prints from which share
/// on the sparse ones are faster.
@main
struct SparsityBenchmark {
  static let shares = [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]

  static func main() {
    let columns = shares.map(percent).joined(separator: " | ")
    print("| layer | batch | zeros | dense µs | \(columns) | faster from |")
    print("|---|---|---|---|" + String(repeating: "---|", count: shares.count) + "---|")
    for blocks in [false, true] {
      for layer in SparseLayer.all {
        for batch in [1, 8, 32] { row(layer, batch: batch, blocks: blocks) }
      }
    }
  }

  private static func row(_ layer: SparseLayer, batch: Int, blocks: Bool) {
    let dense = session(layer.pruned(0, blocks: false), layer, batch, .never)
    var times: [Double] = []
    var gains: [Double] = []
    for share in shares {
      let sparse = session(
        layer.pruned(share, blocks: blocks), layer, batch, blocks ? .blocks : .elements)
      var ratios: [Double] = []
      for _ in 0..<15 {
        let time = seconds(dense, layer, batch)
        times.append(time)
        ratios.append(time / seconds(sparse, layer, batch))
      }
      gains.append(median(ratios))
    }
    let cells = gains.map { String(format: "%.2f", $0) }.joined(separator: " | ")
    let dense1 = String(format: "%.1f", 1e6 * median(times))
    print(
      "| \(layer.name) | \(batch) | \(blocks ? "blocks" : "single") | \(dense1) | \(cells) | "
        + "\(breakEven(gains)) |")
  }

  /// Where the gain passes 1, on a line between the two shares around it.
  private static func breakEven(_ gains: [Double]) -> String {
    let first = gains.indices.first { index in gains[index...].allSatisfy { $0 >= 1 } }
    guard let first else { return "none" }
    guard first > 0 else { return "below \(percent(shares[0]))" }
    // The time goes with what is left: 1 / gain is nearly a straight line.
    let (before, after) = (1 / gains[first - 1], 1 / gains[first])
    let part = (before - 1) / (before - after)
    return "**\(percent(shares[first - 1] + part * (shares[first] - shares[first - 1])))**"
  }

  private static func session(
    _ model: Sequential, _ layer: SparseLayer, _ batch: Int, _ sparse: SparseExecution
  ) -> InferenceSession {
    InferenceSession(
      PreparedModel(model, inputShape: layer.inputShape, sparse: sparse), maximumBatch: batch)
  }

  /// The fastest of some calls: what else runs on the machine only makes calls slower.
  private static func seconds(
    _ session: InferenceSession, _ layer: SparseLayer, _ batch: Int
  ) -> Double {
    let x = randomTensor([batch] + layer.inputShape, seed: 2)
    var y = [Float](repeating: 0, count: batch * session.model.outputShape.reduce(1, *))
    let clock = ContinuousClock()
    var best = Double.infinity
    let start = clock.now
    repeat {
      let elapsed = clock.measure {
        var output = y.mutableSpan
        session.run(x.elements.span, batch: batch, into: &output)
      }
      best = min(best, elapsed / .seconds(1))
    } while clock.now - start < .milliseconds(4)
    return best
  }

  private static func median(_ numbers: [Double]) -> Double {
    numbers.sorted()[numbers.count / 2]
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}

/// A layer that is measured.
struct SparseLayer {
  let name: String
  let inputShape: [Int]
  let layer: any TrainableLayer

  static var all: [SparseLayer] {
    var generator = SplitMix64(seed: 1)
    return [
      SparseLayer(
        name: "dense 3136 → 512", inputShape: [3136],
        layer: Dense(inputs: 3136, outputs: 512, using: &generator)),
      SparseLayer(
        name: "dense 784 → 256", inputShape: [784],
        layer: Dense(inputs: 784, outputs: 256, using: &generator)),
      SparseLayer(
        name: "convolution 5×5, 32 → 64, 14×14", inputShape: [14, 14, 32],
        layer: Conv2D(inputs: 32, outputs: 64, size: 5, padding: 2, using: &generator)),
      SparseLayer(
        name: "convolution 3×3, 64 → 64, 14×14", inputShape: [14, 14, 64],
        layer: Conv2D(inputs: 64, outputs: 64, size: 3, padding: 1, using: &generator)),
      SparseLayer(
        name: "convolution 1×1, 128 → 128, 7×7", inputShape: [7, 7, 128],
        layer: Conv2D(inputs: 128, outputs: 128, size: 1, using: &generator)),
    ]
  }

  /// The layer with a share of its weights set to zero, one by one, or in blocks of 16 outputs.
  func pruned(_ share: Double, blocks: Bool) -> Sequential {
    var generator = SplitMix64(seed: 3)
    func prune(_ weight: Tensor) -> Tensor {
      let columns = weight.count / weight.shape[0]
      var elements = weight.elements
      let height = blocks ? BlockSparseMatrix.blockRows : 1
      for first in stride(from: 0, to: weight.shape[0], by: height) {
        for column in 0..<columns where Double(generator.nextUnit()) < share {
          for row in first..<min(first + height, weight.shape[0]) {
            elements[row * columns + column] = 0
          }
        }
      }
      return Tensor(elements, shape: weight.shape)
    }
    switch layer {
    case let dense as Dense:
      return Sequential([
        Dense(weight: prune(dense.weight.transposed()).transposed(), bias: dense.bias)
      ])
    case var convolution as Conv2D:
      convolution.weight = prune(convolution.weight)
      return Sequential([convolution])
    default: return Sequential([layer])
    }
  }
}

/// Numbers from 0 to 1.
private func randomTensor(_ shape: [Int], seed: UInt64) -> Tensor {
  var generator = SplitMix64(seed: seed)
  return Tensor((0..<shape.reduce(1, *)).map { _ in generator.nextUnit() }, shape: shape)
}
