import ModelOptimization
import Terminal

extension ProfileReport {
  /// The report for a person.
  func lines(_ capabilities: Capabilities, showsClasses: Bool) -> [Line] {
    var text = LabText(capabilities)
    let threads = "\(profile.threads) \(profile.threads == 1 ? "thread" : "threads")"
    text.title("\(model) · batch \(profile.batch) · \(threads)")
    text.gap()
    addCounts(to: &text)
    addTimes(to: &text)
    text.row("machine", machine)
    addOperators(to: &text)
    text.paragraph(summary)
    if let warning = LabMachine.warning(threads: profile.threads) { text.paragraph(warning) }
    if showsClasses { addClasses(to: &text) }
    return text.lines
  }

  private func addCounts(to text: inout LabText) {
    if let weights { text.row("weights of", weights) }
    if let accuracy = classification?.report.accuracy {
      text.row(
        "accuracy",
        "\(Figures.percent(accuracy, digits: 2)) of \(Figures.grouped(testImages)) test images")
    } else {
      text.row("accuracy", "none: the weights are random")
    }
    text.row(
      "parameters",
      Figures.grouped(cost.parameters)
        + (cost.statistics == 0 ? "" : ", and \(Figures.grouped(cost.statistics)) statistics"))
    if isQuantized {
      text.row("weights", "stored in few bits: \(Figures.bytes(bytesOnDisk)) on disk")
    } else {
      addWeights(to: &text)
    }
    text.row(
      "operations",
      "\(Figures.grouped(cost.multiplyAccumulates)) MACs, "
        + "\(Figures.grouped(operationsPerImage)) FLOPs an image")
    let (peak, taken) = (session.peakActivationBytes, session.activationBytes)
    text.row(
      "activations",
      "\(Figures.bytes(peak)) at the peak"
        + (taken == peak ? "" : ", \(Figures.bytes(taken)) taken with room to work in"))
  }

  /// What the weights would take in each format.
  private func addWeights(to text: inout LabText) {
    func size(_ precision: WeightPrecision) -> String {
      Figures.bytes(cost.weightBytes(in: precision))
    }
    text.row(
      "weights",
      "FP32 \(size(.fp32)) · FP16, BF16 \(size(.fp16)) · INT8 \(size(.int8)) · "
        + "INT4 \(size(.int4)) in groups of \(WeightPrecision.groupSize)")
  }

  private func addTimes(to text: inout LabText) {
    let latency = profile.latency
    text.row(
      "latency",
      "p50 \(Figures.time(latency.p50)), p90 \(Figures.time(latency.p90)), "
        + "p99 \(Figures.time(latency.p99))")
    let between =
      latency.medianConfidenceInterval.map {
        "median between \(Figures.time($0.lowerBound)) and \(Figures.time($0.upperBound)) with 95 %"
      } ?? "too few to say how sure the median is"
    text.row(
      "",
      "\(Figures.grouped(latency.samples.count)) calls; \(between); "
        + "\(latency.outlierCount) far from the rest")
    if let note = LatencyFigures.noteOnFewCalls(latency.samples.count) { text.row("", note) }
    text.row(
      "throughput", "\(Figures.grouped(Int(profile.throughput.rounded()))) images a second")
    if let joules = energy.joulesPerImage, let watts = energy.watts, let zones = energy.zones {
      text.row(
        "energy",
        "\(Figures.threeDigits(1000 * joules)) mJ an image, "
          + "\(Figures.threeDigits(watts)) W (\(zones.joined(separator: ", ")))")
    } else {
      text.row("energy", "unknown. \(energy.unavailable ?? "")")
    }
  }

  private var machine: String {
    let roofline = profile.roofline
    let levels = roofline.levels.map {
      "\($0.name) \(Figures.threeDigits($0.gigabytesPerSecond))"
    }
    return "\(Figures.threeDigits(roofline.peakGigaFLOPs)) GFLOP/s (\(Roofline.instructionSet)); "
      + "reads, in GB/s: \(levels.joined(separator: ", "))"
  }

  /// A wide window has room for what leads to the last column.
  private func addOperators(to text: inout LabText) {
    let (isMiddling, isWide) = (text.room >= 90, text.room >= 124)
    text.table(
      ["operator", "output"] + (isMiddling ? ["MACs"] : []) + ["µs", "share", "GFLOP/s"]
        + (isWide ? ["moved", "FLOP/byte", "at most"] : []) + ["roof"],
      textColumns: 2,
      profile.operators.map { part in
        [
          isWide ? part.name : shortName(part),
          part.outputShape.map { "\($0)" }.joined(separator: "×"),
        ]
          + (isMiddling ? [Figures.scaled(Double(part.multiplyAccumulates)).trimmed] : [])
          + [
            Figures.threeDigits(part.latency.median / .microseconds(1)),
            Figures.percent(part.share), rate(of: part, \.gigaFLOPs),
          ]
          + (isWide
            ? [
              Figures.bytes(part.bytesMoved), rate(of: part, \.arithmeticIntensity),
              rate(of: part, \.attainableGigaFLOPs),
            ] : [])
          + [Figures.percent(part.shareOfAttainable, digits: 0)]
      })
  }

  /// What moves numbers and computes none has no rate.
  private func rate(
    of part: OperatorProfile, _ figure: KeyPath<OperatorProfile, Double>
  ) -> String {
    part.floatingPointOperations == 0 ? "-" : Figures.threeDigits(part[keyPath: figure])
  }

  /// The name in words that leave room for the numbers.
  private func shortName(_ part: OperatorProfile) -> String {
    let words = ["DepthwiseConv2D": "Depthwise", "BatchNorm": "BN", "MaxPool2D": "MaxPool"]
    return part.name.split(separator: " ").map { words[String($0)] ?? String($0) }
      .joined(separator: " ")
  }

  /// One sentence that says what to see in the table.
  private var summary: String {
    guard let slowest = profile.operators.max(by: { $0.share < $1.share }) else {
      return "The model has no operators."
    }
    let share = Figures.percent(slowest.share, digits: 0)
    let roof = Figures.percent(slowest.shareOfAttainable, digits: 0)
    let found = Set(profile.operators.compactMap(\.excess))
    let reasons = OperatorProfile.Excess.allCases.filter(found.contains).map(Self.reason)
    let note =
      reasons.isEmpty
      ? "" : " More than 100 % is no mistake: \(reasons.joined(separator: "; "))."
    return "Most of the time goes into \(slowest.name): \(share), at \(roof) of what this machine "
      + "allows (roof).\(note)"
  }

  private static func reason(for excess: OperatorProfile.Excess) -> String {
    switch excess {
    case .integers: "8-bit integers do more operations than the floats of the roof"
    case .winograd:
      "Winograd's algorithm multiplies less than was counted, and part of the data may lie nearer "
        + "than was reckoned with"
    case .zeros: "zeros were counted and are not multiplied"
    case .nearness: "part of the data may lie nearer than was reckoned with"
    }
  }

  private func addClasses(to text: inout LabText) {
    guard let report = classification?.report else { return }
    func shown(_ share: Double?) -> String { share.map { Figures.percent($0) } ?? "-" }
    var rows = report.rows.map {
      [$0.name, shown($0.precision), shown($0.recall), shown($0.f1), Figures.grouped($0.support)]
    }
    if let macro = report.macro {
      rows.append(
        [
          "mean of the classes", shown(macro.precision), shown(macro.recall), shown(macro.f1),
          Figures.grouped(testImages),
        ])
    }
    text.table(["class", "precision", "recall", "F1", "images"], textColumns: 1, rows)
  }
}

extension String {
  fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
