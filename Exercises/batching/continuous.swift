/// When each sequence is answered, if batches stay together.
///
/// The sequences are taken in their order, `places` at a time. A batch runs until its longest
/// sequence has ended; then all of it is answered, and the next batch begins.
///
/// - Parameters:
///   - lengths: the steps that each sequence needs, at least 1.
///   - places: the most sequences of a batch, at least 1.
/// - Returns: for each sequence how many steps the model has done when it is answered.
func staticSteps(lengths: [Int], places: Int) -> [Int] {
  // TODO: every batch takes as many steps as its longest sequence.
  return []
}

/// When each sequence is answered, if the batch is put together anew for every step.
///
/// A sequence that has ended is answered at once, and the next in line has its place in the very
/// next step.
///
/// - Parameters:
///   - lengths: the steps that each sequence needs, at least 1; taken in their order.
///   - places: the most sequences of a step, at least 1.
/// - Returns: for each sequence how many steps the model has done when it is answered.
func continuousSteps(lengths: [Int], places: Int) -> [Int] {
  // TODO: give every sequence, in turn, the place that is free first.
  return []
}

/// The share of all places, over all steps, in which a sequence was at work.
///
/// - Parameters:
///   - lengths: the steps that each sequence needed.
///   - places: the places of a step.
///   - answered: when each sequence was answered; at least one.
func utilization(lengths: [Int], places: Int, answered: [Int]) -> Double {
  // TODO: steps that sequences worked, divided by all places of all steps.
  return 0
}
