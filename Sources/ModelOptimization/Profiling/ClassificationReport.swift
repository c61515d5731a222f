/// How right a classifier is, class by class and as a whole.
///
/// A share of nothing is not a number: the precision of a class that was never predicted, the
/// recall of one that is absent. Such shares are nil in a row. In the means they count as 0, so
/// that a classifier gains nothing by never naming a class; a class that is neither predicted nor
/// present counts in no mean. These are the rules of scikit-learn's `classification_report` with
/// `zero_division=0`.
public struct ClassificationReport: Equatable, Sendable {
  /// What is known of one class.
  public struct Row: Equatable, Sendable {
    /// The name of the class.
    public let name: String
    /// Of the examples that were predicted to be in the class, the share that really are.
    public let precision: Double?
    /// Of the examples that really are in the class, the share that was found.
    public let recall: Double?
    /// The harmonic mean of the two.
    public let f1: Double?
    /// How many examples really are in the class.
    public let support: Int
  }

  /// Precision, recall and F1 of several classes together.
  public struct Mean: Equatable, Sendable {
    /// The mean precision, from 0 to 1.
    public let precision: Double
    /// The mean recall, from 0 to 1.
    public let recall: Double
    /// The mean F1, from 0 to 1; not the F1 of the other two.
    public let f1: Double
  }

  /// A row for each class, in the order of the matrix.
  public let rows: [Row]
  /// The share of all examples that were predicted right; nil without examples.
  public let accuracy: Double?
  /// The mean over classes, in which each counts alike; nil without examples.
  public let macro: Mean?
  /// The mean over classes, in which each counts by its examples; nil without examples.
  public let weighted: Mean?

  /// Reads the report off a confusion matrix.
  ///
  /// - Parameters:
  ///   - matrix: the counts.
  ///   - classNames: a name for each class; nil numbers them from 0.
  public init(_ matrix: ConfusionMatrix, classNames: [String]? = nil) {
    let classes = matrix.counts.indices
    let names = classNames ?? classes.map { "\($0)" }
    require(
      names.count == classes.count,
      "A classification report takes a name for each class; "
        + "it was given \(names.count) names for \(classes.count) classes.")
    let rows = classes.map { index in
      Row(
        name: names[index], precision: matrix.precision(of: index),
        recall: matrix.recall(of: index), f1: matrix.f1(of: index),
        support: matrix.actualCount(of: index))
    }
    self.rows = rows
    accuracy = matrix.accuracy
    macro = Self.mean(rows) { $0.f1 == nil ? 0 : 1 }
    weighted = Self.mean(rows) { Double($0.support) }
  }

  private static func mean(_ rows: [Row], weight: (Row) -> Double) -> Mean? {
    let total = rows.reduce(0) { $0 + weight($1) }
    guard total > 0 else { return nil }
    func mean(_ value: (Row) -> Double?) -> Double {
      rows.reduce(0) { $0 + weight($1) * (value($1) ?? 0) } / total
    }
    return Mean(precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1))
  }
}
