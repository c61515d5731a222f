import ModelOptimization
import Testing

@Suite struct `The mean squared error` {
  @Test func `and its gradient are PyTorch's`() throws {
    let reference = try TrainingReference.read().losses
    let (output, target) = (reference.output.tensor, reference.target.tensor)
    #expect(abs(Double(meanSquaredError(output, target)) - reference.meanSquaredError) < 1e-6)
    let gradient = meanSquaredErrorGradient(output, target)
    #expect(largestError(gradient, reference.gradient) < 1e-6)
    #expect(meanSquaredError(target, target) == 0)
  }

  @Test func `refuses tensors of different shapes, and names both`() async {
    await #expect(processExitsWith: .failure) {
      _ = meanSquaredError(Tensor(zeros: [2, 3]), Tensor(zeros: [3, 2]))
    }
  }
}
