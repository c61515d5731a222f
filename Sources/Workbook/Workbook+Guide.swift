import Curriculum
import Foundation
public import Terminal

/// The short manuals that come with the program, one file of Markdown for each topic.
public struct Manuals: Sendable {
  /// The folder of the manuals.
  public let folder: String
  /// The topics, in the order of the alphabet.
  public let topics: [String]

  /// Finds the manuals of the checkout that the program was built from.
  ///
  /// They describe the program, not a course: another course brings none.
  ///
  /// - Parameter executable: The program's own path.
  public init(executable: String) throws(WorkbookError) {
    let root = Files.nearest(to: executable) { Files.exists($0 + "/docs/guide") }
    folder = (root ?? "") + "/docs/guide"
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .missing(
        "The folder docs/guide",
        remedy: "Bring it back, in the checkout that the program was built from: git checkout docs")
    }
    topics = names.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  /// The topic that was most likely meant.
  public func nearest(to topic: String) -> String? {
    Curriculum.nearest(to: topic, among: topics)
  }

  /// A topic's manual.
  public func lines(of topic: String, _ capabilities: Capabilities) throws -> [Line] {
    Layout.markdown(try text(of: topic), capabilities)
  }

  /// The topics with what each is about.
  public func contents(_ capabilities: Capabilities) throws -> [Line] {
    let width = topics.map(\.columns).max() ?? 0
    var lines = Layout.title("Guide", capabilities) + [[]]
    for topic in topics {
      lines += Layout.hanging(
        [Span(topic.padded(toColumns: width), .strong), Span("  ")],
        [Span(try title(of: topic))], capabilities)
    }
    let example = topics.first ?? ""
    return lines + [[]]
      + Layout.paragraph([.text("Read one: "), .code("pare guide \(example)")], capabilities)
  }

  /// The manual's first heading.
  private func title(of topic: String) throws -> String {
    for block in Markdown.blocks(try text(of: topic)) {
      if case .heading(_, let content) = block.kind { return content.plainText }
    }
    return ""
  }

  private func text(of topic: String) throws(WorkbookError) -> String {
    String(decoding: try Files.read("\(folder)/\(topic).md"), as: UTF8.self)
  }
}
