/// Why no architecture was found.
public enum ArchitectureError: Error, Equatable {
  /// Nothing of the space is within the limit; the smallest that was seen costs so much.
  case limitNotMet(limit: Double, smallest: Double)
  /// The search was to try nothing.
  case noTrials(Int)
  /// The population of an evolution has fewer than 2 members, or more than there are trials; or
  /// the tournament more than the population.
  case badPopulation(population: Int, tournament: Int, trials: Int)
  /// The space leaves nothing to choose.
  case emptySpace
  /// Whoever follows the search wanted it to end; the log holds what was done.
  case interrupted(evaluations: Int, log: String?)
}

extension ArchitectureError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .limitNotMet(let limit, let smallest):
      "Nothing costs \(limit) or less; the smallest that was seen costs \(smallest). Raise the "
        + "limit, or allow smaller architectures."
    case .noTrials(let count):
      "A search tries at least 1 architecture; \(count) were asked for. Give it a budget."
    case .badPopulation(let population, let tournament, let trials):
      "An evolution of \(trials) trials takes a population of 2 to \(trials) and a tournament of 1 "
        + "to as many; it was given \(population) and \(tournament)."
    case .emptySpace:
      "The space of architectures leaves nothing to choose. Give stages, channels, blocks and "
        + "kinds."
    case .interrupted(let evaluations, let log):
      "Interrupted after \(evaluations) evaluations."
        + (log.map { " Go on with the log \($0)." } ?? "")
    }
  }
}
