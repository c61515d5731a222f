import ArgumentParser
import Foundation
import ModelOptimization
import Workbook

/// A technique at work on a model: what it needs, and what is said of it.
///
/// ```swift
/// let lab = try LabCompression("prune", options)
/// let pruned = … lab.network() … lab.training() …
/// try lab.finish(lab.file(pruned), settings: ["sparsity": .number(0.9)])
/// ```
struct LabCompression {
  /// The technique, as the command is called.
  let technique: String
  let options: LabCompressionOptions
  /// The model to begin with.
  let model: LabModel
  let location: DataLocation
  let progress = ProgressLine()
  private let test: FashionMNIST
  private let begun = ContinuousClock.now

  /// Loads the model, and finds out whether all that is needed later is there: a place to write to,
  /// and the images.
  ///
  /// - Parameters:
  ///   - checkpoint: where a training is to be kept.
  ///   - others: files of further models that are read.
  init(
    _ technique: String, _ options: LabCompressionOptions,
    checkpoint: LabCheckpointOptions? = nil, reading others: [String] = []
  ) throws {
    self.technique = technique
    self.options = options
    let data = try options.course.workbook().dataFolder
    location = DataLocation(dataFolder: data)
    if let save = options.save { try ModelFile.requireReplaceable(save) }
    model = try options.choice.loaded(from: location)
    try model.requireImages()
    if let save = options.save {
      let shipped = "\(data)/models/\(model.name).safetensors"
      for path in [model.weights ?? shipped] + others where isSameFile(save, path) {
        throw Self.isRead(save)
      }
    }
    _ = try checkpoint?.place(save: options.save, name: "\(model.name)-\(technique)")
    // Read once, by `finish`.
    test = try FashionMNIST.test(from: location)
  }

  static func isRead(_ path: String) -> ValidationError {
    ValidationError("--save: \(path) is the model that is read. Give another file.")
  }

  /// The model's layers.
  ///
  /// - Throws: where it is quantized already, so that there are none that could be changed.
  func network() throws -> Sequential {
    guard let network = model.file.network else {
      throw ModelFileError(path: model.weights, .isQuantized(technique: technique))
    }
    return network
  }

  /// The images to learn from: not those that validate, nor those of the test.
  func training() throws -> FashionMNIST { try FashionMNIST.training(from: location) }

  /// The images by which every choice is made.
  func validation() throws -> FashionMNIST { try FashionMNIST.validation(from: location) }

  /// The file that a new network becomes: with the shape and the words of the old one, and a word
  /// about this technique.
  func file(_ network: Sequential) -> ModelFile {
    ModelFile(network, inputShape: model.inputShape, metadata: metadata)
  }

  /// What the old file says of the model, and that this technique was applied.
  var metadata: [String: String] {
    var metadata = model.file.metadata
    metadata["techniques"] =
      metadata["techniques"].map { "\($0), \(technique)" } ?? technique
    return metadata
  }

  /// Who follows a training of this technique: a line on standard error, and Ctrl-C.
  func monitor(_ interruption: Interruption) -> TrainingMonitor {
    let line = TrainingProgressLine(progress)
    return TrainingMonitor(
      step: line.show, epoch: line.show, shouldStop: { interruption.isRequested })
  }

  /// Where a training of this technique is kept while it goes on.
  func checkpoint(_ checkpoint: LabCheckpointOptions) throws -> LabCheckpoint {
    try checkpoint.place(save: options.save, name: "\(model.name)-\(technique)")
  }

  /// Writes the model where it was asked for, measures the old one and the new one, and reports.
  ///
  /// - Parameters:
  ///   - result: what the technique made. It is measured as it comes back from its bytes.
  ///   - settings: what the technique was told, and what it chose.
  ///   - notes: sentences for a person about what was chosen.
  ///   - original: the model to begin with as it runs before, where not as sessions run it.
  ///   - whenSaved: done once the model is kept, or nobody asked to keep it: what could bring it
  ///     back may go then.
  func finish(
    _ result: ModelFile, settings: [String: LabSetting], notes: [String] = [],
    running original: PreparedModel? = nil,
    whenSaved: () -> Void = {}
  ) throws {
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    let bytes = try result.bytes()
    let bytesBefore = try model.bytesOnDisk()
    if let save = options.save { try result.save(to: save) }
    whenSaved()
    let after = LabModel(
      name: model.name, weights: options.save, file: try ModelFile(bytes: bytes))
    let measurements = try LabMeasurement.both(
      before: (original.map(model.running) ?? model, bytesBefore), after: (after, bytes.count),
      test: test, options: options, progress: progress)
    progress.clear()
    let report = LabCompressionReport(
      technique: technique, model: model.name, weights: model.weights, settings: settings,
      notes: notes, options: options, testImages: test.count, before: measurements.before,
      after: measurements.after, seconds: seconds)
    if options.json { return try printJSON(report.document) }
    try options.display.show(report.lines(options.display.capabilities))
  }
}

/// A setting or a choice of a technique, as a report shows it.
enum LabSetting: Encodable {
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case list([LabSetting])
  case record([String: LabSetting])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .record(let values): try container.encode(values)
    }
  }

  /// What a person reads; nil for what only programs are told.
  ///
  /// - Parameter name: that of the setting; accuracies are per cent as everywhere.
  func words(for name: String) -> String? {
    switch self {
    case .text(let value): value
    case .integer(let value): Figures.grouped(value)
    case .number(let value) where name.hasSuffix("Accuracy"):
      Figures.percent(value, digits: 2)
    case .number(let value): Int(exactly: value).map { "\($0)" } ?? "\(Float(value))"
    case .flag(let value): value ? "yes" : "no"
    case .list, .record: nil
    }
  }
}
