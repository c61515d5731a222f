import ModelOptimization

/// All that `pare lab profile` found out.
struct ProfileReport {
  let model: String
  /// The file of the weights; nil for the shipped ones.
  let weights: String?
  /// The bytes of the model's file.
  let bytesOnDisk: Int
  /// Whether the layers are stored in few bits, so that other formats would say nothing.
  let isQuantized: Bool
  let testImages: Int
  /// How right the network is; nil where it was not trained.
  let classification: (matrix: ConfusionMatrix, report: ClassificationReport)?
  let cost: ModelCost
  let session: InferenceSession
  let profile: ModelProfile
  let energy: EnergyFigures

  /// The report as a JSON document.
  var document: Document { Document(self) }

  struct Document: Encodable {
    let schema = "pare.lab.profile/2"
    let model: String
    let weights: String?
    let isTrained: Bool
    let batch, threads: Int
    let instructionSet: String
    let testImages: Int
    let testAccuracy: Double?
    let classes: [ClassRow]?
    let macroMean, weightedMean: MeanRow?
    /// Rows are the truth, columns the answers.
    let confusion: [[Int]]?
    let parameters, statistics: Int
    let bytesOnDisk: Int
    let weightBytes: [String: Int]
    let multiplyAccumulates, floatingPointOperations: Int
    let activationBytes: ActivationBytes
    let latencyMilliseconds: LatencyFigures
    let imagesPerSecond: Double
    let layers: [LayerRow]
    let operators: [OperatorRow]
    let roofline: RooflineRow
    let energy: EnergyFigures

    init(_ report: ProfileReport) {
      let profile = report.profile
      model = report.model
      weights = report.weights
      isTrained = report.classification != nil
      (batch, threads) = (profile.batch, profile.threads)
      instructionSet = Roofline.instructionSet
      testImages = report.testImages
      testAccuracy = report.classification?.report.accuracy
      classes = report.classification?.report.rows.map(ClassRow.init)
      macroMean = report.classification?.report.macro.map(MeanRow.init)
      weightedMean = report.classification?.report.weighted.map(MeanRow.init)
      confusion = report.classification?.matrix.counts
      parameters = report.cost.parameters
      statistics = report.cost.statistics
      bytesOnDisk = report.bytesOnDisk
      weightBytes = Dictionary(
        uniqueKeysWithValues: WeightPrecision.allCases.map {
          ($0.rawValue, report.cost.weightBytes(in: $0))
        })
      multiplyAccumulates = report.cost.multiplyAccumulates
      floatingPointOperations = report.operationsPerImage
      activationBytes = ActivationBytes(
        peak: report.session.peakActivationBytes, taken: report.session.activationBytes)
      latencyMilliseconds = LatencyFigures(profile.latency)
      imagesPerSecond = profile.throughput
      layers = report.cost.layers.map(LayerRow.init)
      operators = profile.operators.map(OperatorRow.init)
      roofline = RooflineRow(profile.roofline)
      energy = report.energy
    }
  }

  /// The floating-point operations of one image; biases and activations are counted.
  var operationsPerImage: Int {
    session.model.operators.reduce(0) { $0 + $1.floatingPointOperations }
  }

  struct ActivationBytes: Encodable { let peak, taken: Int }

  struct ClassRow: Encodable {
    let name: String
    let precision, recall, f1: Double?
    let support: Int

    init(_ row: ClassificationReport.Row) {
      name = row.name
      (precision, recall, f1, support) = (row.precision, row.recall, row.f1, row.support)
    }
  }

  struct MeanRow: Encodable {
    let precision, recall, f1: Double

    init(_ mean: ClassificationReport.Mean) {
      (precision, recall, f1) = (mean.precision, mean.recall, mean.f1)
    }
  }

  struct LayerRow: Encodable {
    let name: String
    let outputShape: [Int]
    let parameters, multiplyAccumulates: Int

    init(_ layer: ModelCost.LayerCost) {
      (name, outputShape) = (layer.name, layer.outputShape)
      (parameters, multiplyAccumulates) = (layer.parameters, layer.multiplyAccumulates)
    }
  }

  struct OperatorRow: Encodable {
    let name, kind: String
    let outputShape: [Int]
    let multiplyAccumulates, floatingPointOperations, bytesMoved: Int
    let medianMilliseconds, share, gigaFLOPs, floatingPointOperationsPerByte: Double
    let attainableGigaFLOPs, shareOfAttainable: Double

    init(_ part: OperatorProfile) {
      (name, kind, outputShape) = (part.name, part.kind, part.outputShape)
      multiplyAccumulates = part.multiplyAccumulates
      floatingPointOperations = part.floatingPointOperations
      bytesMoved = part.bytesMoved
      medianMilliseconds = part.latency.median / .milliseconds(1)
      share = part.share
      gigaFLOPs = part.gigaFLOPs
      floatingPointOperationsPerByte = part.arithmeticIntensity
      attainableGigaFLOPs = part.attainableGigaFLOPs
      shareOfAttainable = part.shareOfAttainable
    }
  }

  struct RooflineRow: Encodable {
    let threads: Int
    let peakGigaFLOPs: Double
    let levels: [LevelRow]

    init(_ roofline: Roofline) {
      threads = roofline.threads
      peakGigaFLOPs = roofline.peakGigaFLOPs
      levels = roofline.levels.map {
        LevelRow(name: $0.name, bytes: $0.bytes, gigabytesPerSecond: $0.gigabytesPerSecond)
      }
    }
  }

  struct LevelRow: Encodable {
    let name: String
    let bytes: Int?
    let gigabytesPerSecond: Double
  }
}
