import ModelOptimization
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A server of sessions` {
  private let model = PreparedModel(
    MultilayerPerceptron.forTests.sequential, inputShape: [12])

  @Test func `answers each example as the model does`() async throws {
    let pool = try ModelPool(model, sessions: 2, maximumBatch: 8)
    let batcher = DynamicBatcher(
      model: model, maximumBatch: 8, maximumWait: .microseconds(200), pool: pool)
    let examples = randomTensor([500, 12], seed: 3)
    let expected = InferenceSession(model, maximumBatch: 500)(examples)
    let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
      for row in 0..<500 {
        group.addTask {
          let answer = try await batcher.answer(to: examples.rows(row..<row + 1).elements)
          // Bit for bit, whatever batch it was answered in.
          return answer != expected.rows(row..<row + 1).elements
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(wrong == 0)
    await batcher.shutDown()
    await pool.shutDown()
    #expect(await batcher.statistics.answered == 500)
  }

  @Test(arguments: [1, 2, 3])
  func `takes the largest batch that fits in memory`(sessions: Int) {
    for batch in [1, 2, 3, 17, 100, 1000] {
      let need =
        model.weightBytes + sessions * model.activationBytes(maximumBatch: batch)
      let found = model.largestBatch(withinBytes: need, sessions: sessions)
      // A plan rounds up to whole cache lines, so that a few more may fit.
      #expect(found >= batch)
      #expect(
        model.weightBytes + sessions * model.activationBytes(maximumBatch: found) <= need)
      #expect(
        model.weightBytes + sessions * model.activationBytes(maximumBatch: found + 1) > need)
    }
    #expect(model.largestBatch(withinBytes: model.weightBytes) == 0)
    #expect(model.largestBatch(withinBytes: 0) == 0)
    #expect(model.largestBatch(withinBytes: .max, upTo: 64) == 64)
  }
}

extension MultilayerPerceptron {
  fileprivate static var forTests: MultilayerPerceptron {
    var generator = SplitMix64(seed: 2)
    return MultilayerPerceptron(sizes: [12, 32, 7], using: &generator)
  }
}
