import ArgumentParser
import Foundation
import ModelOptimization

/// The report of `pare lab optimize` as a page: one file, without a script, without anything from
/// elsewhere, readable in light and dark, and by a screen reader.
struct OptimizePage {
  private let report: OptimizeReport

  init(_ report: OptimizeReport) { self.report = report }

  /// By this, a page is known to be one of ours, which may be replaced.
  private static let start = "<!DOCTYPE html>\n<!-- pare lab optimize -->\n"

  /// Refuses a place where something else lies, or that cannot be written to.
  static func requireReplaceable(_ path: String) throws {
    try requireWritable(path)
    guard let handle = FileHandle(forReadingAtPath: path) else { return }
    defer { handle.closeFile() }
    let found = handle.readData(ofLength: start.utf8.count)
    guard found.isEmpty || found == Data(start.utf8) else {
      throw ValidationError(
        "\(path) is not a page that this command wrote, and is left as it is. Give --report another "
          + "file.")
    }
  }

  /// Writes the page as a whole.
  func save(to path: String) throws {
    try Self.requireReplaceable(path)
    try writeBytes(Array(text.utf8), to: path)
  }

  /// The page.
  var text: String {
    let title = "\(report.model): \(reached ? "goals reached" : "goals not all reached")"
    return Self.start + """
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(title))</title>
      <style>
      \(Self.style)</style>
      </head>
      <body>
      <main>
      <h1>\(escaped(title))</h1>
      <ul>
      \(report.sentences.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n"))
      </ul>
      <h2>Accuracy, size and speed</h2>
      <figure>
      \(picture)
      <figcaption>Each circle is a model; its area grows with the file. To the left is faster, \
      upwards more accurate (validation images). The line joins the Pareto front: none of its models \
      is beaten by another one in everything.</figcaption>
      </figure>
      <h2>Steps</h2>
      \(table(
        "What was done, in this order. Accuracy is that of the validation images, time that of one image on one thread.",
        ["step", "what", "accuracy", "bytes", "time", "on the front", "kept", "why"], steps))
      <h2>Before and after</h2>
      \(table("Both models on the test set, which was read once.", ["", "before", "after"], report.comparison))
      <p>Seed \(report.optimizer.seed). Instructions: \(escaped(Roofline.instructionSet)). \
      Took \(Figures.threeDigits(report.seconds)) s.</p>
      </main>
      </body>
      </html>

      """
  }

  private var reached: Bool { report.verdicts.allSatisfy(\.isReached) }

  private var steps: [[String]] {
    let front = Set(report.front.map(\.entry.step))
    return report.result.entries.map { entry in
      let figures = OptimizeReport.figures(of: entry)
      return [entry.step.rawValue, entry.name] + (figures.isEmpty ? ["", "", ""] : figures)
        + [front.contains(entry.step) ? "yes" : "no", entry.isKept ? "yes" : "no", entry.note]
    }
  }

  private func table(_ caption: String, _ header: [String], _ rows: [[String]]) -> String {
    let head = header.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
    let body = rows.map { row in
      let cells = row.dropFirst().map { "<td>\(escaped($0))</td>" }.joined()
      return "<tr><th scope=\"row\">\(escaped(row.first ?? ""))</th>\(cells)</tr>"
    }
    return """
      <div class="wide" tabindex="0" role="region" aria-label="\(escaped(caption))"><table>
      <caption>\(escaped(caption))</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody>
      </table></div>
      """
  }

  /// Accuracy over time, the time in its logarithm.
  private var picture: String {
    let (width, height, margin) = (640.0, 360.0, 56.0)
    let all = report.candidates
    let times = all.map { log($0.figures.microseconds) }
    let accuracies = all.map { 100 * $0.figures.accuracy }
    func scale(_ values: [Double]) -> (low: Double, span: Double) {
      let (low, high) = (values.min() ?? 0, values.max() ?? 1)
      let pad = max((high - low) * 0.08, 0.05)
      return (low - pad, high - low + 2 * pad)
    }
    let (x, y) = (scale(times), scale(accuracies))
    func place(_ figures: ModelFigures) -> (x: Double, y: Double) {
      (
        margin + (log(figures.microseconds) - x.low) / x.span * (width - 2 * margin),
        height - margin - (100 * figures.accuracy - y.low) / y.span * (height - 2 * margin)
      )
    }
    func number(_ value: Double) -> String { String(format: "%.1f", value) }
    let largest = Double(all.map(\.figures.bytes).max() ?? 1)
    let front = Set(report.front.map(\.entry.step))
    let line = report.front.map { entry in
      let (x, y) = place(entry.figures)
      return "\(number(x)),\(number(y))"
    }
    let marks = all.map { entry, figures in
      let (x, y) = place(figures)
      let radius = max(4, 22 * (Double(figures.bytes) / largest).squareRoot())
      let words =
        "\(entry.step.rawValue), \(entry.name): "
        + OptimizeReport.figures(of: entry).joined(separator: ", ")
      let (anchor, shift) = x > width / 2 ? ("end", -radius - 4) : ("start", radius + 4)
      return """
        <circle class="\(front.contains(entry.step) ? "front" : "other")" cx="\(number(x))" \
        cy="\(number(y))" r="\(number(radius))"><title>\(escaped(words))</title></circle>
        <text x="\(number(x + shift))" y="\(number(y + 4))" text-anchor="\(anchor)">\
        \(escaped(entry.step.rawValue))</text>
        """
    }
    let words = all.map {
      "\($0.entry.step.rawValue): \(OptimizeReport.figures(of: $0.entry).joined(separator: ", "))"
    }
    return """
      <svg viewBox="0 0 640 360" role="img" aria-labelledby="pt pd">
      <title id="pt">Accuracy over the time of an answer</title>
      <desc id="pd">\(escaped(words.joined(separator: "; ")))</desc>
      <path class="axis" d="M\(number(margin)) \(number(margin / 2)) V\(number(height - margin)) \
      H\(number(width - margin / 2))"/>
      \(axes(x, y, width: width, height: height, margin: margin, number: number))
      <polyline class="line" points="\(line.joined(separator: " "))"/>
      \(marks.joined(separator: "\n"))
      </svg>
      """
  }

  /// Where the axes begin and end.
  private func axes(
    _ x: (low: Double, span: Double), _ y: (low: Double, span: Double), width: Double,
    height: Double, margin: Double, number: (Double) -> String
  ) -> String {
    let bottom = height - margin + 18
    let times = [(margin, x.low, "start"), (width - margin, x.low + x.span, "end")].map {
      "<text x=\"\(number($0))\" y=\"\(number(bottom))\" text-anchor=\"\($2)\">"
        + "\(Figures.threeDigits(exp($1))) µs</text>"
    }
    let accuracies = [(height - margin, y.low), (margin, y.low + y.span)].map {
      "<text x=\"\(number(margin - 6))\" y=\"\(number($0))\" text-anchor=\"end\">"
        + "\(String(format: "%.1f", $1)) %</text>"
    }
    return (times + accuracies).joined(separator: "\n")
  }

  private func escaped(_ text: String) -> String {
    let marks: [Character: String] = [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
    ]
    return text.reduce(into: "") { $0 += marks[$1] ?? String($1) }
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --rule: #767676;
      --front: #0b62c4; --other: #b05a00; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8e8e8; --paper: #16181c; --rule: #8f8f8f; --front: #7ab8ff; --other: #ffb366; }
    }
    body { color: var(--ink); background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
    main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
    figure { margin: 0; } svg { max-width: 100%; height: auto; }
    svg text { fill: var(--ink); font-size: 13px; }
    .axis { fill: none; stroke: var(--rule); }
    .line { fill: none; stroke: var(--front); stroke-width: 1.5; }
    .front { fill: var(--front); fill-opacity: .75; } .other { fill: var(--other); fill-opacity: .75; }
    .wide { overflow-x: auto; } table { border-collapse: collapse; }
    caption, figcaption { text-align: left; color: var(--ink); padding: .3rem 0; }
    th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0;
      border-bottom: 1px solid var(--rule); }

    """
}
