import ArgumentParser
import ModelOptimization
import Terminal
import Workbook

/// Which network a command of the lab measures, and with which weights.
struct LabModel: ParsableArguments {
  @Argument(help: "The model: mlp, cnn or depthwise; mlp when left out.")
  var name: FashionModel?

  @Option(name: .long, help: "The model, by option.")
  var model: FashionModel?

  @Option(
    name: .long,
    help: ArgumentHelp("Weights to measure instead of the shipped ones.", valueName: "file"))
  var weights: String?

  @Flag(name: .long, help: "Random weights: the speed of a model that nobody has trained yet.")
  var untrained = false

  func validate() throws {
    if let name, let model, name != model {
      throw ValidationError("Two models were given: \(name.rawValue) and \(model.rawValue).")
    }
    if untrained && weights != nil {
      throw ValidationError("--untrained takes random weights; --weights takes those of a file.")
    }
  }

  var kind: FashionModel { model ?? name ?? .mlp }

  /// The network with its weights.
  func network(from location: DataLocation) throws -> Sequential {
    if untrained { return kind.untrained(seed: 1) }
    if let weights { return try kind.load(from: weights) }
    do {
      return try kind.pretrained(from: location)
    } catch DatasetError.missing(let file, let searched) {
      throw WorkbookError.missing(
        "\(file), the weights of \(kind.rawValue) "
          + "(looked for in \(searched.joined(separator: ", ")))",
        remedy: "Train them: pare lab train \(kind.rawValue) --save \(file), then give them with "
          + "--weights \(file). Speed alone needs no weights: --untrained.")
    }
  }

  /// A model in use, refused where its memory would be more than half of the machine's.
  func session(_ network: Sequential, batch: Int, threads: Int) throws -> InferenceSession {
    let prepared = PreparedModel(network, inputShape: kind.inputShape)
    let elements = (prepared.inputShape + [1]).reduce(1, *) + prepared.outputShape.reduce(1, *)
    let bytes =
      prepared.activationBytes(maximumBatch: batch, threads: threads) + 4 * batch * elements
    let memory = LabMachine.memory
    guard bytes <= memory / 2 else {
      throw ValidationError(
        "A batch of \(Figures.grouped(batch)) takes \(Figures.bytes(bytes)) of memory; this "
          + "machine has \(Figures.bytes(memory)), of which half may be used. "
          + "Choose a smaller --batch.")
    }
    return InferenceSession(prepared, maximumBatch: batch, threads: threads)
  }
}

/// How often a call is measured.
struct LabRepetitions {
  let warmUp: Int
  let repetitions: Int

  /// As many as were asked for; else as many as fit into `seconds`, from 10 to 200, or 3 of a call
  /// that takes longer than that.
  init(asked: Int?, seconds: Double, call: () -> Void) {
    call()
    let one = max((measureLatency(warmUp: 0, repetitions: 1, call).median) / .seconds(1), 1e-7)
    repetitions = asked ?? min(max(Int(seconds / one), one > seconds / 2 ? 3 : 10), 200)
    warmUp = min(max(Int(seconds / 10 / one), 1), 20)
  }
}
