/// A part of the work for one request.
struct Stage: Equatable {
  /// What it is.
  var name: String
  /// How long it takes.
  var milliseconds: Double
}

/// Each stage's part of the whole time.
///
/// - Parameter stages: one after the other; together they take more than no time.
/// - Returns: for each stage from 0 to 1.
func shares(of stages: [Stage]) -> [Double] {
  // TODO: divide by the sum.
  return []
}

/// How many times as fast the whole becomes when a part of it does: Amdahl's law.
///
/// - Parameters:
///   - share: the part's share of the time, from 0 to 1.
///   - factor: how many times as fast the part becomes; may be infinite: the part is gone.
func speedup(share: Double, factor: Double) -> Double {
  // TODO: what remains of the time? One divided by that.
  return 0
}

/// The improvement that saves the most time.
///
/// - Parameters:
///   - stages: one after the other.
///   - factors: for stages that somebody could improve, how many times as fast; other names have
///     no meaning.
/// - Returns: the stage's name; of equal savings the first stage's; nil where none saves time.
func mostWorthwhile(_ stages: [Stage], factors: [String: Double]) -> String? {
  // TODO: how many milliseconds does each factor save?
  return stages.first?.name
}
