import Foundation
import Grading
import Testing
import Workbook

@Suite struct `Verdicts as JSON` {
  private func verdict(_ exercise: String, _ outcome: Verdict.Outcome) throws -> Verdict {
    try Verdict.of(exercise, outcome, [CheckResult(title: "it holds\n\"so\"", status: .failed)])
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `are the check's own document where one exercise was named`() throws {
    let verdict = try verdict("first/double", .failed)
    let text = try Learner().workbook().document(of: [verdict], isList: false)
    #expect(try Data(text.utf8) == verdict.checkDocument())
    #expect(try object(text)["schema"] as? String == "pare.check/1")
  }

  @Test func `are a list of such documents where several were asked for`() throws {
    let workbook = try Learner().workbook()
    let verdicts = [try verdict("first/double", .passed), try verdict("second/halve", .failed)]
    let list = try object(workbook.document(of: verdicts, isList: true))
    #expect(list["schema"] as? String == "pare.checks/1")
    #expect(list["passed"] as? Int == 1)
    let documents = try #require(list["verdicts"] as? [[String: Any]])
    #expect(documents.map { $0["exercise"] as? String } == ["first/double", "second/halve"])
    #expect(documents.allSatisfy { $0["schema"] as? String == "pare.check/1" })
    // The shape follows the question, not how many answers there are.
    for count in [0, 1] {
      let few = try object(workbook.document(of: Array(verdicts.prefix(count)), isList: true))
      #expect((few["verdicts"] as? [Any])?.count == count)
    }
  }
}
