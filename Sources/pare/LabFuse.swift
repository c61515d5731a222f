import ArgumentParser
import ModelOptimization
import Workbook

/// `pare lab fuse [MODEL]`: fewer operators and less memory, the same answers.
struct LabFuse: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuse",
    abstract: "Fuse the operators of a model: fewer passes over memory, the same answers.",
    discussion: """
      A batch norm goes into the weights of the convolution or dense layer before it; an \
      activation and a pooling are done while their input is still in the cache; what does nothing \
      in inference goes. "before" runs each layer by itself, "after" what the passes made of them. \
      --save writes the network with its batch norms folded; whatever runs it fuses the rest.
      """)

  @OptionGroup var options: LabCompressionOptions

  func run() throws {
    let lab = try LabCompression("fuse", options)
    let network = try lab.network()
    let graph = ComputationGraph(network, inputShape: lab.model.inputShape)
    let (_, report) = try GraphOptimizer.standard.optimize(graph)
    let unfused = try PreparedModel(graph)
    let folded = lab.file(network.foldingBatchNorms())
    let fused = folded.prepared
    let images = try lab.validation()
    let difference = largestDifference(
      unfused, fused, images.images(0..<min(images.count, 500), shape: folded.inputShape))
    var settings: [String: LabSetting] = [
      "nodesBefore": .integer(report.nodesBefore), "nodesAfter": .integer(report.nodesAfter),
      "operatorsBefore": .integer(unfused.operators.count),
      "operatorsAfter": .integer(fused.operators.count), "rounds": .integer(report.rounds),
      "largestDifference": .number(Double(difference)),
    ]
    settings["passes"] = .list(
      report.counts.map { .record(["pass": .text($0.pass), "changes": .integer($0.changes)]) })
    settings["changes"] = .list(report.changes.map { .text("\($0.pass): \($0)") })
    try lab.finish(
      folded, settings: settings, notes: notes(report, unfused, fused), running: unfused)
  }

  private func notes(
    _ report: GraphReport, _ unfused: PreparedModel, _ fused: PreparedModel
  ) -> [String] {
    let counts = report.counts.map { "\($0.pass) \($0.changes)" }.joined(separator: ", ")
    return [
      counts.isEmpty ? "The passes found nothing to do." : "Changes by pass: \(counts).",
      "Activations of one image: \(Figures.bytes(unfused.activationBytes(maximumBatch: 1))) "
        + "before, \(Figures.bytes(fused.activationBytes(maximumBatch: 1))) after, in one arena.",
    ]
  }

  /// The largest difference of a score, relative to the largest score.
  private func largestDifference(
    _ first: PreparedModel, _ second: PreparedModel, _ images: Tensor
  ) -> Float {
    let scores = [first, second].map {
      InferenceSession($0, maximumBatch: images.rowCount)(images).elements
    }
    let largest = scores[0].reduce(Float.leastNormalMagnitude) { max($0, $1.magnitude) }
    return zip(scores[0], scores[1]).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / largest
  }
}
