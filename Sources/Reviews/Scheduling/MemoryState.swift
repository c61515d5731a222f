import Foundation

/// What FSRS knows about the memory of one card.
public struct MemoryState: Sendable, Hashable {
  /// Days until the probability of recall has fallen to 90 %; at least 0.001.
  public let stability: Double
  /// How hard the card is, from 1 (easy) to 10.
  public let difficulty: Double

  /// Takes a stability in days and a difficulty between 1 and 10.
  public init(stability: Double, difficulty: Double) {
    self.stability = stability
    self.difficulty = difficulty
  }
}

/// The equations of FSRS-6, in the notation w0…w20.
///
/// Their source is PyPI `fsrs` 6.3.2. It raises e to a power instead of calling `exp`; the two
/// differ in the last bit, so the same is done here.
extension FSRSParameters {
  private static let e = 2.718281828459045
  private static let stabilityRange = 0.001...Double.greatestFiniteMagnitude
  private static let difficultyRange = 1.0...10.0

  /// decay = −w20: the exponent of the forgetting curve.
  var decay: Double { -weights[20] }

  /// F = 0.9^(1/decay) − 1, so that R(S, S) = 0.9.
  var factor: Double { pow(0.9, 1 / decay) - 1 }

  /// The probability of recall, R(t, S) = (1 + F·t/S)^decay.
  ///
  /// - Parameters:
  ///   - elapsedDays: t, whole days since the last answer; negative counts as zero.
  ///   - stability: S, days.
  public func retrievability(elapsedDays: Int, stability: Double) -> Double {
    pow(1 + factor * Double(max(0, elapsedDays)) / stability, decay)
  }

  /// The memory after a card's first answer: S = w[G−1], D = w4 − e^(w5·(G−1)) + 1.
  func firstMemory(_ grade: Grade) -> MemoryState {
    MemoryState(
      stability: clampStability(weights[grade.rawValue - 1]),
      difficulty: clampDifficulty(firstDifficulty(grade)))
  }

  /// The memory after a further answer; stability is computed with the old difficulty.
  ///
  /// - Parameter elapsedDays: whole days since the last answer. Below one the short-term formula
  ///   holds.
  func nextMemory(_ memory: MemoryState, grade: Grade, elapsedDays: Int) -> MemoryState {
    let stability: Double
    if elapsedDays < 1 {
      stability = sameDayStability(memory.stability, grade: grade)
    } else {
      let recall = retrievability(elapsedDays: elapsedDays, stability: memory.stability)
      stability =
        grade == .again
        ? forgottenStability(memory, retrievability: recall)
        : rememberedStability(memory, retrievability: recall, grade: grade)
    }
    return MemoryState(
      stability: clampStability(stability),
      difficulty: nextDifficulty(memory.difficulty, grade: grade))
  }

  /// The interval at which R falls to `retention`: S/F·(r^(1/decay) − 1), rounded half to even.
  ///
  /// - Returns: days, between 1 and `maximum`.
  func interval(stability: Double, retention: Double, maximum: Int) -> Int {
    let days = (stability / factor) * (pow(retention, 1 / decay) - 1)
    // Bounded before the conversion: a stability of 1e300 days does not fit an Int.
    return Int(min(max(days.rounded(.toNearestOrEven), 1), Double(maximum)))
  }

  private func firstDifficulty(_ grade: Grade) -> Double {
    weights[4] - pow(Self.e, weights[5] * Double(grade.rawValue - 1)) + 1
  }

  private func nextDifficulty(_ difficulty: Double, grade: Grade) -> Double {
    let change = -(weights[6] * Double(grade.rawValue - 3))
    let damped = difficulty + (10 - difficulty) * change / 9
    // The target of the mean reversion is not clamped, though difficulties are.
    return clampDifficulty(weights[7] * firstDifficulty(.easy) + (1 - weights[7]) * damped)
  }

  private func sameDayStability(_ stability: Double, grade: Grade) -> Double {
    let change =
      pow(Self.e, weights[17] * (Double(grade.rawValue - 3) + weights[18]))
      * pow(stability, -weights[19])
    return stability * (grade == .again ? change : max(change, 1))
  }

  private func rememberedStability(
    _ memory: MemoryState, retrievability: Double, grade: Grade
  ) -> Double {
    let growth =
      pow(Self.e, weights[8])
      * (11 - memory.difficulty)
      * pow(memory.stability, -weights[9])
      * (pow(Self.e, (1 - retrievability) * weights[10]) - 1)
      * (grade == .hard ? weights[15] : 1)
      * (grade == .easy ? weights[16] : 1)
    return memory.stability * (1 + growth)
  }

  private func forgottenStability(_ memory: MemoryState, retrievability: Double) -> Double {
    let longTerm =
      weights[11]
      * pow(memory.difficulty, -weights[12])
      * (pow(memory.stability + 1, weights[13]) - 1)
      * pow(Self.e, (1 - retrievability) * weights[14])
    let shortTerm = memory.stability / pow(Self.e, weights[17] * weights[18])
    return min(longTerm, shortTerm)
  }

  private func clampStability(_ stability: Double) -> Double {
    min(max(stability, Self.stabilityRange.lowerBound), Self.stabilityRange.upperBound)
  }

  private func clampDifficulty(_ difficulty: Double) -> Double {
    min(max(difficulty, Self.difficultyRange.lowerBound), Self.difficultyRange.upperBound)
  }
}
