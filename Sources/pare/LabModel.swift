public import ArgumentParser
import Foundation
public import ModelOptimization
import Terminal
import Workbook

/// Which network a command of the lab works on, and with which weights.
struct LabModelChoice: ParsableArguments {
  @Argument(help: "The model: mlp, cnn or depthwise; mlp when left out.")
  var name: FashionModel?

  @Option(name: .long, help: "The model, by option.")
  var model: FashionModel?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A model's file to take instead of the shipped one: what --save wrote.", valueName: "file"))
  var weights: String?

  func validate() throws {
    if let name, let model, name != model {
      throw ValidationError("Two models were given: \(name.rawValue) and \(model.rawValue).")
    }
  }

  /// The network that was named; nil where none was.
  var named: FashionModel? { model ?? name }

  /// The model, from the file or as it comes with the project.
  func loaded(from location: DataLocation) throws -> LabModel {
    if let weights { return try LabModel(contentsOf: weights, named: named) }
    let kind = named ?? .mlp
    do {
      return LabModel(kind, try kind.pretrained(from: location), isTrained: true)
    } catch DatasetError.missing(let file, let searched) {
      throw WorkbookError.missing(
        "\(file), the weights of \(kind.rawValue) "
          + "(looked for in \(searched.joined(separator: ", ")))",
        remedy: "Train them: pare lab train \(kind.rawValue) --save \(file), then give them with "
          + "--weights \(file). Speed alone needs no weights: pare lab profile --untrained.")
    }
  }
}

/// A model that a command of the lab works on.
struct LabModel {
  /// What it is called: `cnn`.
  let name: String
  /// The file that it came from; nil for a shipped one.
  let weights: String?
  /// The layers, the shape of an image, and what is known of it.
  let file: ModelFile
  let isTrained: Bool
  /// Whether the file says what its layers are, and so has a size of its own.
  let isDescribed: Bool
  /// The model ready to run.
  private(set) var prepared: PreparedModel

  var inputShape: [Int] { file.inputShape }

  /// Whether its layers are stored in few bits.
  var isQuantized: Bool {
    if case .quantized = file.model { true } else { false }
  }

  /// The size of the model: of its file, where that is a file of this format; else what such a file
  /// in 32 bits takes. (The shipped CNN is stored in 16 bits; it is still the model in 32 that
  /// others are compared with.)
  func bytesOnDisk() throws -> Int {
    if isDescribed, let weights,
      let size = try FileManager.default.attributesOfItem(atPath: weights)[.size] as? Int
    {
      return size
    }
    return try file.bytes().count
  }

  init(_ kind: FashionModel, _ network: Sequential, isTrained: Bool) {
    (name, weights, self.isTrained, isDescribed) = (kind.rawValue, nil, isTrained, false)
    file = ModelFile(network, inputShape: kind.inputShape, metadata: ["model": kind.rawValue])
    prepared = PreparedModel(network, inputShape: kind.inputShape)
  }

  /// Reads a model's file.
  ///
  /// - Parameter kind: what the user says that it is; nil for whatever it is.
  init(contentsOf path: String, named kind: FashionModel?) throws {
    var file = try ModelFile(contentsOf: path)
    let name = file.metadata["model"] ?? (file.inputShape == [784] ? "mlp" : nil)
    if let kind, let name, kind.rawValue != name {
      throw WeightsError(
        path: path, problem: .otherModel(expected: kind.rawValue, found: name))
    }
    self.name = kind?.rawValue ?? name ?? "model"
    file.metadata["model"] = self.name
    (weights, isTrained, isDescribed, self.file) = (path, true, file.isDescribed, file)
    prepared = file.prepared
  }

  /// What a technique made of a model.
  init(name: String, weights: String?, file: ModelFile) {
    (self.name, self.weights, self.file, isTrained, isDescribed) = (name, weights, file, true, true)
    prepared = file.prepared
  }

  /// The model as it was prepared otherwise.
  func running(_ prepared: PreparedModel) -> LabModel {
    var copy = self
    copy.prepared = prepared
    return copy
  }

  /// Refuses a model that is not for the images and classes of Fashion-MNIST.
  func requireImages() throws {
    let output = prepared.outputShape
    let classes = FashionMNIST.classNames.count
    guard inputShape.reduce(1, *) == 28 * 28, output == [classes] else {
      throw ModelFileError(
        path: weights, .otherTask(inputShape: inputShape, outputShape: output))
    }
  }

  /// A model in use, refused where its memory would be more than half of the machine's.
  func session(batch: Int, threads: Int) throws -> InferenceSession {
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

/// What the commands that measure take: a model, which nobody need have trained.
struct LabMeasuredModel: ParsableArguments {
  @OptionGroup var choice: LabModelChoice

  @Flag(name: .long, help: "Random weights: the speed of a model that nobody has trained yet.")
  var untrained = false

  func validate() throws {
    if untrained && choice.weights != nil {
      throw ValidationError("--untrained takes random weights; --weights takes those of a file.")
    }
  }

  func loaded(from location: DataLocation) throws -> LabModel {
    guard untrained else { return try choice.loaded(from: location) }
    let kind = choice.named ?? .mlp
    return LabModel(kind, kind.untrained(seed: 1), isTrained: false)
  }
}

extension FashionModel: ExpressibleByArgument {}

extension FashionMNIST {
  /// Images as a model takes them.
  func images(_ range: Range<Int>, shape: [Int]) -> Tensor {
    images.rows(range).reshaped(to: [range.count] + shape)
  }

  /// The class that a session gives each image: a place in `classNames`.
  func predictions(of session: InferenceSession) -> [Int] {
    stride(from: 0, to: count, by: session.maximumBatch).flatMap { start in
      argmax(
        session(
          images(
            start..<min(start + session.maximumBatch, count), shape: session.model.inputShape)))
    }
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
