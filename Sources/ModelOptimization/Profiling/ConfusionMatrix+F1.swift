extension ConfusionMatrix {
  /// The harmonic mean of precision and recall of a class.
  ///
  ///     F1 = 2 · hits / (predicted + actual)
  ///
  /// which is 2 · precision · recall / (precision + recall) wherever both exist, and 0 where the
  /// class was predicted or present, but never both.
  ///
  /// - Returns: from 0 to 1, or nil when the class was neither predicted nor present.
  public func f1(of classIndex: Int) -> Double? {
    let total = predictedCount(of: classIndex) + actualCount(of: classIndex)
    return total == 0 ? nil : 2 * Double(counts[classIndex][classIndex]) / Double(total)
  }

  /// How many examples were predicted to be in a class.
  public func predictedCount(of classIndex: Int) -> Int {
    counts.reduce(0) { $0 + $1[classIndex] }
  }

  /// How many examples really are in a class.
  public func actualCount(of classIndex: Int) -> Int { counts[classIndex].reduce(0, +) }
}
