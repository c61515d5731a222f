import ArgumentParser
import ModelOptimization

/// How `pare lab quantize` quantizes, where it differs from what is usual for the scheme.
struct LabQuantizationRecipe: ParsableArguments {
  @Option(name: .long, help: "Bits of a weight: 2 to 8, or 1 to 16 for weights alone.")
  var bits: Int?

  @Option(name: .long, help: "What shares a scale: tensor or channel.")
  var per: Sharing?

  @Option(name: .long, help: "Weights of an output that share a scale; for weights alone.")
  var groupSize: Int?

  @Flag(name: .long, help: "Ranges of weights that begin and end where the weights do.")
  var affine = false

  @Option(name: .long, help: "Training images that show the ranges of activations.")
  var calibration = 512

  @Option(
    name: .long,
    help: "How a range is found: min-max, moving-average, percentile, entropy or mse.")
  var observer: Observer = .minMax

  @Flag(name: .long, help: "Take back the shift of each output's mean that rounding causes.")
  var biasCorrection = false

  @Flag(
    name: .long, inversion: .prefixedNo,
    help: "Scales of weights with the least squared error; as usual for 4 bits and fewer.")
  var clipWeights: Bool?

  @Option(
    name: .long,
    help: "Of mixed: how much accuracy may be lost, as a share; 0.005 when left out.")
  var maxDrop: Double?

  @Flag(name: .long, help: "Bring neighbouring layers to like ranges first, channel by channel.")
  var equalize = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Another scheme for a layer, by its place in the network: 0=fp16. Several times.",
      valueName: "layer=scheme"))
  var layer: [String] = []

  enum Sharing: String, ExpressibleByArgument, CaseIterable { case tensor, channel }

  enum Observer: String, ExpressibleByArgument, CaseIterable {
    case minMax = "min-max"
    case movingAverage = "moving-average"
    case percentile, entropy, mse

    var kind: RangeObserverKind {
      switch self {
      case .minMax: .minMax
      case .movingAverage: .movingAverage
      case .percentile: .percentile
      case .entropy: .entropy
      case .mse: .squaredError
      }
    }
  }

  /// How much of the accuracy on validation images may be lost.
  var maximumDrop: Double { maxDrop ?? 0.005 }

  /// What goes with a scheme; nothing is ignored that was asked for.
  func validate(for scheme: LabQuantizationScheme) throws {
    let name = "--scheme \(scheme.rawValue)"
    if let bits {
      let range = scheme.isWeightOnly ? 1...16 : 2...8
      guard scheme.isInteger else { throw ValidationError("--bits is for integers, not \(name).") }
      guard range.contains(bits) else {
        throw ValidationError(
          "--bits must be from \(range.lowerBound) to \(range.upperBound) with \(name).")
      }
      if bits == 1 && !affine {
        throw ValidationError(
          "One bit has no integers on both sides of zero: add --affine, or take 2 bits.")
      }
    }
    if let groupSize {
      guard scheme.isWeightOnly else {
        throw ValidationError(
          "--group-size is for weights alone: --scheme int8-weights or int4-weights.")
      }
      guard groupSize >= 1 else { throw ValidationError("--group-size must be 1 or more.") }
      guard per == nil else { throw ValidationError("Give --per or --group-size, not both.") }
    }
    guard per == nil || scheme.isInteger else {
      throw ValidationError("--per is for integers, not \(name).")
    }
    guard !affine || scheme.isWeightOnly else {
      throw ValidationError(
        "--affine is for weights alone; where activations are integers too, weights are symmetric.")
    }
    guard calibration >= 1 else {
      throw ValidationError("--calibration must be 1 or more: ranges come from images.")
    }
    guard maxDrop == nil || scheme == .mixed else {
      throw ValidationError("--max-drop is for --scheme mixed.")
    }
    guard (0...1).contains(maximumDrop) else {
      throw ValidationError("--max-drop must be from 0 to 1: 0.005 is half a point.")
    }
    guard scheme != .mixed || layer.isEmpty else {
      throw ValidationError("--layer chooses formats by hand; --scheme mixed finds them.")
    }
    guard scheme != .binary || (layer.isEmpty && !biasCorrection && clipWeights == nil) else {
      throw ValidationError("--layer, --bias-correction and --clip-weights do not go with binary.")
    }
    for entry in layer { _ = try Self.override(entry) }
  }

  private static func override(_ text: String) throws -> (String, LabQuantizationScheme?) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2,
      parts[1] == "fp32" || LabQuantizationScheme(rawValue: parts[1])?.isForLayers == true
    else {
      throw ValidationError(
        "\"\(text)\" is no layer and scheme, such as 0=fp16. Schemes: fp32, "
          + LabQuantizationScheme.allCases.filter(\.isForLayers).map(\.rawValue)
          .joined(separator: ", ") + ".")
    }
    return (parts[0], LabQuantizationScheme(rawValue: parts[1]))
  }

  func configuration(
    for scheme: LabQuantizationScheme, isTrained: Bool
  ) throws -> QuantizationConfiguration {
    var overrides: [String: LayerFormat] = [:]
    for entry in layer {
      let (place, scheme) = try Self.override(entry)
      overrides[place] = try scheme.map { try LabQuantizationRecipe.usual.format(for: $0) } ?? .fp32
    }
    return QuantizationConfiguration(
      format: try format(for: scheme), overrides: overrides, observer: observer.kind,
      clipsWeights: clips(scheme, isTrained: isTrained), calibrationCount: calibration,
      correctsBias: biasCorrection)
  }

  /// Nothing but what is usual.
  private static var usual: LabQuantizationRecipe {
    var recipe = LabQuantizationRecipe()
    recipe.bits = nil
    recipe.per = nil
    recipe.groupSize = nil
    recipe.affine = false
    return recipe
  }

  private func format(for scheme: LabQuantizationScheme) throws -> LayerFormat {
    let weights = try IntegerFormat(bits: bits ?? (scheme == .int4Weights ? 4 : 8))
    return switch scheme {
    case .fp16: .fp16
    case .bf16: .bf16
    // Not asked: binary weights are no integers, and mixed finds the formats.
    case .binary, .mixed: .fp32
    case .int8: .staticInteger(weights: weights, granularity: granularity(for: scheme))
    case .int8Dynamic: .dynamicInteger(weights: weights, granularity: granularity(for: scheme))
    case .int8Weights, .int4Weights:
      .weightOnly(
        affine ? try IntegerFormat(bits: weights.bits, isSigned: false) : weights,
        granularity: granularity(for: scheme), scheme: affine ? .affine : .symmetric)
    }
  }

  /// What a training rounds to: the same that will be stored.
  func awareSettings(for scheme: LabQuantizationScheme) throws -> QuantizationAwareSettings {
    guard scheme != .binary else { return QuantizationAwareSettings(weights: BinaryQuantizer()) }
    let bits = bits ?? (scheme == .int4Weights ? 4 : 8)
    let weights = UniformQuantizer(
      format: try IntegerFormat(bits: bits, isSigned: !affine),
      scheme: affine ? .affine : .symmetric, granularity: granularity(for: scheme),
      minimizesError: clips(scheme, isTrained: true))
    return QuantizationAwareSettings(weights: weights, activations: scheme == .int8 ? .uint8 : nil)
  }

  /// With few bits, what the largest weights lose is less than what all others win. A training
  /// finds that out by itself; to search each scale in each of its steps would take days.
  private func clips(_ scheme: LabQuantizationScheme, isTrained: Bool) -> Bool {
    clipWeights
      ?? (!isTrained && scheme.isWeightOnly && (bits ?? (scheme == .int4Weights ? 4 : 8)) <= 4)
  }

  private func granularity(for scheme: LabQuantizationScheme) -> Granularity {
    // A size that was asked for must divide; the usual one may leave a short group at the end.
    if let groupSize { return .group(size: groupSize, mustDivide: true) }
    if let per { return per == .tensor ? .tensor : .channel }
    return scheme == .int4Weights ? .group(size: 32) : .channel
  }

  /// The images that show the ranges; nil where no layer needs them.
  func calibrationImages(
    for lab: LabCompression, scheme: LabQuantizationScheme
  ) throws -> Tensor? {
    let schemes = [scheme] + (try layer.compactMap { try Self.override($0).1 })
    guard schemes.contains(where: \.needsCalibration) || biasCorrection else { return nil }
    let training = try lab.training()
    guard calibration <= training.count else {
      throw ValidationError(
        "--calibration must be at most \(training.count), the training images that are here.")
    }
    return training.images(0..<calibration, shape: lab.model.inputShape)
  }

  /// What the report says of it.
  func settings(
    for scheme: LabQuantizationScheme, isTrained: Bool
  ) -> [String: LabSetting] {
    var settings: [String: LabSetting] = ["scheme": .text(scheme.rawValue)]
    if scheme.isInteger {
      settings["bits"] = .integer(bits ?? (scheme == .int4Weights ? 4 : 8))
      settings["granularity"] = .text("\(granularity(for: scheme))")
    }
    if scheme.needsCalibration {
      settings["calibrationImages"] = .integer(calibration)
      settings["observer"] = .text(observer.rawValue)
    }
    if biasCorrection { settings["biasCorrection"] = .flag(true) }
    if equalize { settings["equalize"] = .flag(true) }
    if clips(scheme, isTrained: isTrained) { settings["clipWeights"] = .flag(true) }
    if scheme == .mixed { settings["maxDrop"] = .number(maximumDrop) }
    if affine { settings["affine"] = .flag(true) }
    if !layer.isEmpty { settings["otherLayers"] = .text(layer.joined(separator: ", ")) }
    return settings
  }
}
