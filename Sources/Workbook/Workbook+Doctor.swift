import Curriculum
import Foundation
import Grading
public import Terminal

/// What is installed and what is missing.
public struct Diagnosis: Sendable, Encodable {
  let schema = "pare.doctor/1"
  /// What was looked at.
  public let findings: [Finding]

  /// Whether all that is needed is there.
  public var isHealthy: Bool { findings.allSatisfy { $0.isFine || !$0.isNeeded } }

  /// One thing that was looked at.
  public struct Finding: Sendable, Encodable {
    let name: String
    let isFine: Bool
    let isNeeded: Bool
    let detail: String
    let remedy: String?
  }
}

extension Workbook {
  /// Looks at all that the workbook needs.
  public func diagnose() async -> Diagnosis {
    var findings: [Diagnosis.Finding] = []
    func add(
      _ name: String, fine: Bool = true, needed: Bool = true, _ detail: String,
      remedy: String? = nil
    ) {
      findings.append(
        .init(
          name: name, isFine: fine, isNeeded: needed, detail: detail,
          remedy: fine ? nil : remedy))
    }
    do {
      let toolchain = try LearnerToolchain.find(library: URL(filePath: programFolder))
      add("compiler", await toolchain.version())
      add("library", toolchain.library.path)
    } catch {
      add("compiler", fine: false, "\(error)", remedy: nil)
    }
    let sandbox = await Sandbox.probe()
    add(
      "sandbox", fine: sandbox.isComplete,
      sandbox.sandbox.name
        + (sandbox.reason.map { ": \($0); solutions run with limits alone" } ?? ""),
      remedy: "apt-get install bubblewrap")
    let errors = course.problems.filter { !$0.isAdvice }
    add(
      "course", fine: errors.isEmpty,
      "\(course.folder)" + (errors.isEmpty ? "" : ": \(errors.count) errors"), remedy: "pare lint")
    let data = dataFolder + "/fashion-mnist/t10k-images-idx3-ubyte.gz"
    add(
      "test images", fine: Files.exists(data), data,
      remedy: "git checkout -- Data")
    let full = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"
    add(
      "full training set", fine: Files.exists(full), needed: false,
      Files.exists(full) ? full : "not installed; the shipped 12,000 images are used",
      remedy: "apt-get install dataset-fashion-mnist")
    add(
      "workspace", fine: workspace != nil, needed: false, workspace?.folder ?? "none yet",
      remedy: "pare init ~/pare-solutions")
    addFiles(to: &findings)
    return Diagnosis(findings: findings)
  }

  private func addFiles(to findings: inout [Diagnosis.Finding]) {
    func add(_ name: String, _ detail: String, fine: Bool = true) {
      findings.append(
        .init(name: name, isFine: fine, isNeeded: true, detail: detail, remedy: nil))
    }
    do {
      let places = try locations
      add("configuration", places.configuration)
      add("cache", places.cache)
      _ = try openStoreToRead()
      add("progress", places.store)
    } catch {
      // The errors themselves say what to do.
      add("progress", "\(error)", fine: false)
    }
  }

  /// The diagnosis for a person.
  public func lines(of diagnosis: Diagnosis, _ capabilities: Capabilities) -> [Line] {
    let width = diagnosis.findings.map(\.name.columns).max() ?? 0
    return diagnosis.findings.flatMap { finding in
      let mark: Span =
        if finding.isFine {
          Span(capabilities.drawsBoxes ? "✓" : "[ok]", .good)
        } else if finding.isNeeded {
          Span(capabilities.drawsBoxes ? "✗" : "[missing]", .bad)
        } else {
          Span(capabilities.drawsBoxes ? "○" : "[optional]", .dim)
        }
      let lines = Layout.hanging(
        [mark, Span(" "), Span(finding.name.padded(toColumns: width), .strong), Span("  ")],
        [Span(finding.detail)],
        capabilities)
      guard let remedy = finding.remedy else { return lines }
      return lines + Layout.paragraph([.code(remedy)], capabilities)
    }
  }
}
