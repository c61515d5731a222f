import Foundation
import ModelOptimization
import Terminal

/// What a technique did to a model.
struct LabCompressionReport {
  let technique, model: String
  /// The file that the model came from; nil for a shipped one.
  let weights: String?
  let settings: [String: LabSetting]
  /// Sentences about what was chosen.
  let notes: [String]
  let options: LabCompressionOptions
  let testImages: Int
  let before, after: LabMeasurement
  /// What the technique took, without the measuring.
  let seconds: Double

  /// The report as a JSON document.
  var document: Document { Document(self) }

  struct Document: Encodable {
    let schema = "pare.lab.compression/1"
    let technique, model: String
    let weights: String?
    let settings: [String: LabSetting]
    let threads: Int
    let instructionSet: String
    let testImages: Int
    let before, after: LabMeasurement
    let saved: String?
    let seconds: Double

    init(_ report: LabCompressionReport) {
      (technique, model, weights) = (report.technique, report.model, report.weights)
      settings = report.settings
      threads = report.options.threads
      instructionSet = Roofline.instructionSet
      testImages = report.testImages
      (before, after) = (report.before, report.after)
      saved = report.options.save
      seconds = report.seconds
    }
  }

  /// The report for a person: what was done, the figures side by side, and what to see in them.
  func lines(_ capabilities: Capabilities) -> [Line] {
    var text = LabText(capabilities)
    let threads = "\(options.threads) \(options.threads == 1 ? "thread" : "threads")"
    text.title("\(model) · \(technique) · \(threads)")
    text.gap()
    let chosen = settings.sorted { $0.key < $1.key }.compactMap { name, value in
      value.words(for: name).map { (spaced(name), $0) }
    }
    text.rows(
      (weights.map { [("model of", $0)] } ?? []) + chosen
        + [("took", "\(Figures.threeDigits(seconds)) s")])
    for note in notes { text.paragraph(note) }
    text.table(["", "before", "after", "change"], textColumns: 1, rows)
    text.paragraph(summary)
    if let note = LabMeasurement.noteOnFewCalls([before, after]) { text.paragraph(note) }
    if let saved = options.save {
      text.paragraph("Written: \(saved). Measure it: pare lab profile --weights \(saved)")
    } else {
      text.paragraph("The model was not kept; --save FILE keeps it.")
    }
    if let warning = LabMachine.warning(threads: options.threads) { text.paragraph(warning) }
    return text.lines
  }

  /// `groupSize` as `group size`.
  private func spaced(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : "\($1)" }
  }

  private var rows: [[String]] {
    let points = 100 * (after.testAccuracy - before.testAccuracy)
    var rows = [
      [
        "test accuracy", Figures.percent(before.testAccuracy, digits: 2),
        Figures.percent(after.testAccuracy, digits: 2), String(format: "%+.2f points", points),
      ],
      [
        "bytes on disk", Figures.bytes(before.bytesOnDisk), Figures.bytes(after.bytesOnDisk),
        ratio(Double(after.bytesOnDisk), to: Double(before.bytesOnDisk)),
      ],
      counts("parameters", before.parameters, after.parameters),
    ]
    // Rounding makes a few zeros, too, which nobody has asked for.
    let asksForZeros = before.nonzeroParameters != before.parameters || technique != "quantize"
    if asksForZeros && after.nonzeroParameters != after.parameters {
      rows.append(counts("not zero", before.nonzeroParameters, after.nonzeroParameters))
    }
    rows.append(counts("MACs an image", before.multiplyAccumulates, after.multiplyAccumulates))
    for (old, new) in zip(before.latencies, after.latencies) {
      for (name, path) in [("p50", \LatencyFigures.p50), ("p90", \LatencyFigures.p90)] {
        let (from, to) = (old.milliseconds[keyPath: path], new.milliseconds[keyPath: path])
        rows.append(
          ["\(name), batch \(old.batch)", time(from), time(to), ratio(to, to: from)])
      }
    }
    return rows
  }

  private func counts(_ name: String, _ before: Int, _ after: Int) -> [String] {
    [
      name, Figures.grouped(before), Figures.grouped(after),
      ratio(Double(after), to: Double(before)),
    ]
  }

  private func time(_ milliseconds: Double) -> String {
    Figures.time(.seconds(milliseconds / 1000))
  }

  /// `× 0.251`
  private func ratio(_ new: Double, to old: Double) -> String {
    old == 0 ? "-" : "× \(Figures.threeDigits(new / old))"
  }

  /// One sentence that says what to see in the table.
  private var summary: String {
    func times(_ old: Double, _ new: Double, _ better: String, _ worse: String) -> String {
      abs(old / new - 1) < 0.005
        ? "as \(better == "smaller" ? "large" : "fast") as before"
        : old >= new
          ? "\(Figures.threeDigits(old / new)) times \(better)"
          : "\(Figures.threeDigits(new / old)) times \(worse)"
    }
    let size = times(Double(before.bytesOnDisk), Double(after.bytesOnDisk), "smaller", "larger")
    let speeds = zip(before.latencies, after.latencies).map { old, new in
      times(old.milliseconds.p50, new.milliseconds.p50, "faster", "slower")
        + " at batch \(old.batch)"
    }
    let change = after.testCorrect - before.testCorrect
    let images = Figures.grouped(testImages)
    let accuracy =
      change == 0
      ? "as many of the \(images) test images are right"
      : "\(Figures.grouped(abs(change))) \(change < 0 ? "fewer" : "more") of the \(images) test "
        + "images \(abs(change) == 1 ? "is" : "are") right"
    return "The file is \(size); a call is \(speeds.joined(separator: ", ")); \(accuracy)."
  }
}
