import ModelOptimization
import Testing

@Suite struct `A confusion matrix` {
  let labels = [0, 0, 0, 1, 1, 2]
  let predictions = [0, 1, 0, 1, 1, 1]

  @Test func `counts by the actual class, then the predicted one`() {
    let matrix = ConfusionMatrix(predictions: predictions, labels: labels, classCount: 4)
    #expect(matrix.counts == [[2, 1, 0, 0], [0, 2, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]])
  }

  @Test func `gives precision by column and recall by row`() {
    let matrix = ConfusionMatrix(predictions: predictions, labels: labels, classCount: 4)
    #expect(matrix.precision(of: 0) == 1)
    #expect(matrix.precision(of: 1) == 0.5)
    #expect(matrix.recall(of: 0) == 2.0 / 3)
    #expect(matrix.recall(of: 2) == 0)
  }

  @Test func `has no precision for a class never predicted, no recall for one that is absent`() {
    let matrix = ConfusionMatrix(predictions: predictions, labels: labels, classCount: 4)
    #expect(matrix.precision(of: 2) == nil)
    #expect(matrix.recall(of: 3) == nil)
  }

  @Test func `has the accuracy that the predictions have`() {
    let matrix = ConfusionMatrix(predictions: predictions, labels: labels, classCount: 4)
    #expect(matrix.accuracy == 4.0 / 6)
    #expect(accuracy(of: predictions, labels: labels) == 4.0 / 6)
    #expect(ConfusionMatrix(predictions: [], labels: [], classCount: 2).accuracy == nil)
  }
}

/// What scikit-learn says of some predictions; made by `Fixtures/make_classification.py`.
private struct ClassificationCase: Decodable, CustomTestStringConvertible {
  struct Rows: Decodable {
    var precision: [Double]
    var recall: [Double]
    var f1: [Double]
    var support: [Int]
  }
  struct Mean: Decodable {
    var precision: Double
    var recall: Double
    var f1: Double
  }
  var name: String
  var classes: Int
  var labels: [Int]
  var predictions: [Int]
  var accuracy: Double
  var rows: Rows
  var macro: Mean
  var weighted: Mean

  var testDescription: String { name }

  static func all() throws -> [ClassificationCase] {
    try Fixture.table("classification.json", as: [ClassificationCase].self)
  }
}

@Suite struct `A classification report` {
  @Test(arguments: try ClassificationCase.all())
  private func `says what scikit-learn says`(_ expected: ClassificationCase) throws {
    let report = ClassificationReport(
      ConfusionMatrix(
        predictions: expected.predictions, labels: expected.labels, classCount: expected.classes))
    // Both divide the same whole numbers; sums of ten terms may differ in the last bits.
    func close(_ ours: Double?, _ theirs: Double) -> Bool { abs((ours ?? 0) - theirs) < 1e-12 }

    #expect(close(report.accuracy, expected.accuracy))
    #expect(report.rows.map(\.support) == expected.rows.support)
    for (index, row) in report.rows.enumerated() {
      #expect(close(row.precision, expected.rows.precision[index]))
      #expect(close(row.recall, expected.rows.recall[index]))
      #expect(close(row.f1, expected.rows.f1[index]))
    }
    for (ours, theirs) in [(report.macro, expected.macro), (report.weighted, expected.weighted)] {
      let mean = try #require(ours)
      #expect(close(mean.precision, theirs.precision))
      #expect(close(mean.recall, theirs.recall))
      #expect(close(mean.f1, theirs.f1))
    }
  }

  @Test func `has no number where a share would be one of nothing`() {
    // Class 1 is present and never predicted, class 2 the other way round, class 3 neither.
    let report = ClassificationReport(
      ConfusionMatrix(predictions: [0, 0, 2], labels: [0, 1, 0], classCount: 4))
    #expect(report.rows[1].precision == nil && report.rows[1].recall == 0)
    #expect(report.rows[1].f1 == 0)
    #expect(report.rows[2].precision == 0 && report.rows[2].recall == nil)
    #expect(report.rows[2].f1 == 0)
    #expect(report.rows[3].precision == nil && report.rows[3].recall == nil)
    #expect(report.rows[3].f1 == nil)
  }

  @Test func `is empty without examples`() {
    let report = ClassificationReport(
      ConfusionMatrix(predictions: [], labels: [], classCount: 2), classNames: ["cat", "dog"])
    #expect(report.rows.map(\.name) == ["cat", "dog"])
    #expect(report.accuracy == nil && report.macro == nil && report.weighted == nil)
  }
}
