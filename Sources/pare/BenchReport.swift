import ModelOptimization
import Terminal

/// All that `pare lab bench` found out.
struct BenchReport {
  let model: String
  /// The file of the weights; nil for the shipped ones.
  let weights: String?
  let isTrained: Bool
  let sweeps: [(threads: Int, sweep: BatchSweep)]

  /// The report as a JSON document.
  var document: Document { Document(self) }

  struct Document: Encodable {
    let schema = "pare.lab.bench/1"
    let model: String
    let weights: String?
    let isTrained: Bool
    let instructionSet: String
    let points: [PointRow]
    let knees: [KneeRow]

    init(_ report: BenchReport) {
      model = report.model
      weights = report.weights
      isTrained = report.isTrained
      instructionSet = Roofline.instructionSet
      points = report.sweeps.flatMap { threads, sweep in
        sweep.points.map {
          PointRow(
            threads: threads, batch: $0.batch, latencyMilliseconds: LatencyFigures($0.latency),
            imagesPerSecond: $0.throughput)
        }
      }
      knees = report.sweeps.map { KneeRow(threads: $0.threads, $0.sweep.knee()) }
    }
  }

  struct PointRow: Encodable {
    let threads, batch: Int
    let latencyMilliseconds: LatencyFigures
    let imagesPerSecond: Double
  }

  struct KneeRow: Encodable {
    let threads: Int
    /// `at`, `at-start`, `beyond` or `unknown`.
    let kind: String
    let batch: Int?

    init(threads: Int, _ knee: BatchSweep.Knee) {
      self.threads = threads
      (kind, batch) =
        switch knee {
        case .unknown: ("unknown", nil)
        case .atStart(let point): ("at-start", point.batch)
        case .at(let point): ("at", point.batch)
        case .beyond(let point): ("beyond", point.batch)
        }
    }
  }
}

extension BenchReport {
  /// The report for a person: pictures, then the numbers, then what to see in them.
  func lines(_ capabilities: Capabilities, environment: [String: String]) -> [Line] {
    var text = LabText(capabilities)
    text.title("\(model) · \(isTrained ? "" : "random weights · ")latency and throughput")
    if let marks = Plot.Marks.chosen(for: capabilities, environment: environment),
      sweeps.contains(where: { $0.sweep.points.count > 1 })
    {
      text.plot(plot("images a second") { $0.throughput }, marks: marks)
      text.plot(
        plot("milliseconds a call, p50") { $0.latency.p50 / .milliseconds(1) }, marks: marks)
    }
    let isOne = sweeps.count == 1
    // One unit for the whole table, so that its numbers can be compared by their length.
    let isShort = sweeps.flatMap(\.sweep.points).contains { $0.latency.p50 < .microseconds(100) }
    let (unit, name): (Duration, String) =
      isShort ? (.microseconds(1), "µs") : (.milliseconds(1), "ms")
    text.table(
      (isOne ? [] : ["threads"])
        + ["batch", "p50 \(name)", "p90 \(name)", "p99 \(name)", "images/s", "µs/image"],
      textColumns: 0,
      sweeps.flatMap { threads, sweep in
        sweep.points.map { (isOne ? [] : ["\(threads)"]) + row($0, unit) }
      })
    for (threads, sweep) in sweeps {
      let head = sweeps.count == 1 ? "" : "\(threads) \(threads == 1 ? "thread" : "threads"): "
      let sentence = sentence(sweep)
      text.paragraph(
        head.isEmpty ? sentence.prefix(1).uppercased() + sentence.dropFirst() : head + sentence)
    }
    if let warning { text.paragraph(warning) }
    return text.lines
  }

  private func row(_ point: BatchSweep.Point, _ unit: Duration) -> [String] {
    let times = [point.latency.p50, point.latency.p90, point.latency.p99]
    return ["\(point.batch)"] + times.map { Figures.threeDigits($0 / unit) }
      + [
        Figures.grouped(Int(point.throughput.rounded())),
        Figures.threeDigits(point.latency.median / .microseconds(1) / Double(point.batch)),
      ]
  }

  private func plot(_ title: String, _ value: (BatchSweep.Point) -> Double) -> Plot {
    let styles: [Style] = [.accent, .good, .warning, .bad]
    return Plot(
      title: title, caption: "images in a call",
      series: sweeps.enumerated().map { index, entry in
        Plot.Series(
          name: sweeps.count == 1
            ? "" : "\(entry.threads) \(entry.threads == 1 ? "thread" : "threads")",
          points: entry.sweep.points.map { Plot.Point(x: Double($0.batch), y: value($0)) },
          style: styles[index % styles.count])
      }, isLogarithmic: true)
  }

  /// Where the knee is, in words.
  private func sentence(_ sweep: BatchSweep) -> String {
    guard let best = sweep.best, let first = sweep.points.first else { return "" }
    func rate(_ point: BatchSweep.Point) -> String {
      "\(Figures.grouped(Int(point.throughput.rounded()))) images a second"
    }
    switch sweep.knee() {
    case .unknown:
      return "one batch shows no knee. Measure several: --batch 1,8,32."
    case .atStart(let knee):
      return "batch \(knee.batch) already gives \(rate(knee)), "
        + "\(Figures.percent(knee.throughput / best.throughput, digits: 0)) of the best: "
        + "a larger batch only makes each answer wait longer."
    case .at(let knee):
      return "the knee is at batch \(knee.batch): \(rate(knee)), "
        + "\(Figures.percent(knee.throughput / best.throughput, digits: 0)) of the best. "
        + "Beyond it a call takes longer and gives hardly more."
    case .beyond(let knee):
      return "no knee yet: at batch \(knee.batch), the largest, throughput still grows "
        + "(\(rate(knee)), \(Figures.threeDigits(knee.throughput / first.throughput)) times that "
        + "of batch \(first.batch)). Try larger ones with --batch."
    }
  }

  /// What casts doubt on the figures.
  private var warning: String? {
    let scattered = sweeps.flatMap(\.sweep.points).contains {
      $0.latency.interquartileRange > $0.latency.median / 10
    }
    if scattered {
      return "Times scatter by more than a tenth: something else is running here. Measure again "
        + "on a quiet machine before you compare."
    }
    return sweeps.map(\.threads).max().flatMap { LabMachine.warning(threads: $0) }
  }
}
