/// Where a reader stands in a lesson; kept between sittings.
public struct ReaderPlace: Sendable, Equatable, Codable {
  /// The step that is being read, from 0.
  public var step: Int
  /// How many lines of that step are scrolled out above; negative where it begins further down,
  /// beneath steps before it.
  public var line: Int
  /// The furthest step that was shown, from 0.
  public var furthest: Int

  /// Makes a place; without more it is the beginning of a step.
  public init(step: Int = 0, line: Int = 0, furthest: Int? = nil) {
    self.step = step
    self.line = line
    self.furthest = max(furthest ?? step, step)
  }
}
