import Foundation
import ModelOptimization
import Terminal

/// All that `pare lab optimize` found out.
struct OptimizeReport {
  let model: String
  let result: ModelOptimizer.Result
  let optimizer: ModelOptimizer
  /// The model to begin with and the last one, on the test set.
  let measured: (before: LabMeasurement, after: LabMeasurement)
  let options: LabCompressionOptions
  let seconds: Double

  /// The steps that made a model, with what it reaches.
  var candidates: [(entry: OptimizationEntry, figures: ModelFigures)] {
    result.entries.compactMap { entry in entry.figures.map { (entry, $0) } }
  }

  /// The candidates that no other one beats, the fastest first.
  var front: [(entry: OptimizationEntry, figures: ModelFigures)] {
    ModelFigures.front(of: candidates.map(\.figures)).map { candidates[$0] }
      .sorted { $0.figures.microseconds < $1.figures.microseconds }
  }

  /// What was asked for, what was reached, and whether it is enough.
  struct Verdict: Encodable {
    let goal: String
    let asked, reached: Double
    let isReached: Bool
  }

  /// The three goals, against what the test set and the last measurement say.
  var verdicts: [Verdict] {
    let goal = optimizer.goal
    let before = measured.before.latencies[0].milliseconds.p50
    let time = measured.after.latencies[0].milliseconds.p50
    let faster = (optimizer.baselineMicroseconds.map { $0 / 1000 } ?? before) / time
    let smaller =
      Double(measured.before.bytesOnDisk) / Double(max(measured.after.bytesOnDisk, 1))
    let drop = measured.before.testAccuracy - measured.after.testAccuracy
    return [
      Verdict(
        goal: "faster", asked: goal.faster, reached: faster, isReached: faster >= goal.faster),
      Verdict(
        goal: "smaller", asked: goal.smaller, reached: smaller,
        isReached: smaller >= goal.smaller),
      Verdict(
        goal: "maxDrop", asked: goal.maximumDrop, reached: drop,
        // As a difference, a drop of just the limit could be rounded to beyond it.
        isReached: measured.after.testAccuracy
          >= measured.before.testAccuracy - goal.maximumDrop),
    ]
  }

  /// The verdicts as sentences.
  var sentences: [String] {
    verdicts.map { verdict in
      let mark = verdict.isReached ? "reached" : "not reached"
      switch verdict.goal {
      case "maxDrop":
        return String(
          format: "Accuracy: %+.2f points on the test set, at most -%.2f allowed: %@.",
          -100 * verdict.reached, 100 * verdict.asked, mark)
      case let goal:
        let (reached, asked) = (
          Figures.threeDigits(verdict.reached), Figures.threeDigits(verdict.asked)
        )
        return "\(goal.capitalized): \(reached) times, \(asked) asked for: \(mark)."
      }
    }
  }

  /// Accuracy, size and time of a step in words; nothing where it made no model.
  static func figures(of entry: OptimizationEntry) -> [String] {
    guard let figures = entry.figures else { return [] }
    return [
      Figures.percent(figures.accuracy, digits: 2), Figures.bytes(figures.bytes),
      "\(Figures.threeDigits(figures.microseconds)) µs",
    ]
  }
}

extension OptimizeReport {
  /// The report as a JSON document.
  var document: Document { Document(self) }

  struct Document: Encodable {
    let schema = "pare.lab.optimize/1"
    let model: String
    let weights: String?
    let instructionSet: String
    let seed: UInt64
    let baselineMicroseconds: Double?
    let steps: [StepRow]
    /// The names of the steps whose models none beats.
    let front: [String]
    let before, after: LabMeasurement
    let goals: [Verdict]
    let isReached: Bool
    let saved: String?
    let seconds: Double

    init(_ report: OptimizeReport) {
      model = report.model
      weights = report.options.choice.weights
      instructionSet = Roofline.instructionSet
      seed = report.optimizer.seed
      baselineMicroseconds = report.optimizer.baselineMicroseconds
      steps = report.result.entries.map(StepRow.init)
      front = report.front.map(\.entry.step.rawValue)
      (before, after) = report.measured
      goals = report.verdicts
      isReached = report.verdicts.allSatisfy(\.isReached)
      saved = report.options.save
      seconds = report.seconds
    }
  }

  struct StepRow: Encodable {
    let step, name, note: String
    let validationAccuracy, microseconds: Double?
    let bytes: Int?
    let isKept: Bool

    init(_ entry: OptimizationEntry) {
      (step, name, note) = (entry.step.rawValue, entry.name, entry.note)
      validationAccuracy = entry.figures?.accuracy
      microseconds = entry.figures?.microseconds
      bytes = entry.figures?.bytes
      isKept = entry.isKept
    }
  }
}

extension OptimizeReport {
  /// The report for a person.
  func lines(_ capabilities: Capabilities, environment: [String: String]) -> [Line] {
    var text = LabText(capabilities)
    text.title("\(model) · optimize · batch 1, 1 thread")
    text.table(
      ["step", "what", "validation", "bytes", "µs", "kept"], textColumns: 2,
      result.entries.map { entry in
        let figures = Self.figures(of: entry)
        return [entry.step.rawValue, entry.name]
          + (figures.isEmpty ? ["-", "-", "-"] : [figures[0], figures[1], time(entry)])
          + [entry.isKept ? "yes" : "no"]
      })
    for entry in result.entries where entry.step != .baseline {
      text.row(entry.step.rawValue, entry.note)
    }
    if let marks = Plot.Marks.chosen(for: capabilities, environment: environment) {
      text.plot(plot, marks: marks)
    }
    text.paragraph(
      "The Pareto front, where more of one costs another: "
        + front.map {
          "\($0.entry.step.rawValue) (\(Self.figures(of: $0.entry).joined(separator: ", ")))"
        }
        .joined(separator: "; ") + ".")
    text.table(["", "before", "after"], textColumns: 1, comparison)
    for sentence in sentences { text.paragraph(sentence) }
    if let note = LabMeasurement.noteOnFewCalls([measured.before, measured.after]) {
      text.paragraph(note)
    }
    if let saved = options.save {
      text.paragraph("Written: \(saved). Measure it: pare lab profile --weights \(saved)")
    } else {
      text.paragraph("The model was not kept; --save FILE keeps it.")
    }
    return text.lines
  }

  private func time(_ entry: OptimizationEntry) -> String {
    entry.figures.map { Figures.threeDigits($0.microseconds) } ?? "-"
  }

  /// The last table: both models on the test set.
  var comparison: [[String]] {
    let (before, after) = measured
    var rows = [
      [
        "test accuracy", Figures.percent(before.testAccuracy, digits: 2),
        Figures.percent(after.testAccuracy, digits: 2),
      ],
      ["bytes on disk", Figures.bytes(before.bytesOnDisk), Figures.bytes(after.bytesOnDisk)],
      [
        "MACs an image", Figures.grouped(before.multiplyAccumulates),
        Figures.grouped(after.multiplyAccumulates),
      ],
    ]
    for (old, new) in zip(before.latencies, after.latencies) {
      for (name, path) in [("p50", \LatencyFigures.p50), ("p90", \LatencyFigures.p90)] {
        rows.append(
          ["\(name), batch \(old.batch)"]
            + [old, new].map { Figures.time(.seconds($0.milliseconds[keyPath: path] / 1000)) })
      }
    }
    return rows
  }

  /// The points of accuracy that a candidate loses on the validation images; a gain is none.
  func pointsLost(_ figures: ModelFigures) -> Double {
    max(0, 100 * ((candidates.first?.figures.accuracy ?? 0) - figures.accuracy))
  }

  private var plot: Plot {
    func point(_ figures: ModelFigures) -> Plot.Point {
      Plot.Point(x: figures.microseconds, y: pointsLost(figures))
    }
    let frontSteps = Set(front.map(\.entry.step))
    let others = candidates.filter { !frontSteps.contains($0.entry.step) }.map {
      Plot.Series(
        name: $0.entry.step.rawValue, points: [point($0.figures)], style: .warning)
    }
    return Plot(
      title: "points of accuracy lost (validation)", caption: "microseconds an image",
      series: [
        Plot.Series(name: "front", points: front.map { point($0.figures) }, style: .accent)
      ] + others,
      isLogarithmic: true)
  }
}
