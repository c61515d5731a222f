import ArgumentParser
import Curriculum
import Foundation
import Terminal
import Workbook

/// `pare lint --measure`: runs the blocks that measure, and says what was written.
struct LintMeasure {
  let json: Bool

  func run(_ workbook: Workbook, _ selection: LintSelection) async throws {
    let line = LintProgressLine(isShown: !json)
    warnOfLoad()
    let found = try await interruptible {
      try await workbook.measure(selection) { line.show("measuring ", "\($0)") }
    }
    line.clear()
    let failures = found.count { $0.failure != nil }
    if json {
      try printJSON(Document(found))
    } else {
      for measurement in found {
        let what = measurement.failure.map { "the code does not run: \($0)" }
        try say(
          "\(measurement.position): "
            + (what ?? (measurement.isChanged ? "measured, written." : "measured, unchanged.")))
      }
      let written = found.count { $0.isChanged }
      try say(
        found.isEmpty
          ? "no block measures: mark one with \"swift measure\"."
          : "\(Workbook.count(found.count, "block")), \(written) written, \(failures) failed.")
    }
    if failures > 0 { throw ExitCode(ExitStatus.notPassed.rawValue) }
  }

  /// Figures that are taken beside other work are those of both.
  private func warnOfLoad() {
    var loads = [0.0, 0.0, 0.0]
    let cores = ProcessInfo.processInfo.activeProcessorCount
    guard getloadavg(&loads, 3) > 0, loads[0] > Double(cores) / 2 else { return }
    complain(
      String(
        format: "pare: the machine is busy (load %.1f on %d cores); measure on a quiet one.\n",
        loads[0], cores))
  }

  private struct Document: Encodable {
    let schema = "pare.measure/1"
    let blocks: [Block]

    struct Block: Encodable {
      let file: String
      let line: Int
      let isChanged: Bool
      let failure: String?
    }

    init(_ found: [MeasuredBlock]) {
      blocks = found.map {
        Block(
          file: $0.position.file, line: $0.position.line, isChanged: $0.isChanged,
          failure: $0.failure)
      }
    }
  }
}
