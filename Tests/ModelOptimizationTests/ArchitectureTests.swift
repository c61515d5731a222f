import ModelOptimization
import Testing

@Suite struct `A small architecture` {
  @Test(arguments: [(8, 16, 3, 1), (32, 64, 3, 2), (16, 16, 5, 1)])
  func `of separable blocks costs the share that is stated`(
    inputs: Int, outputs: Int, size: Int, stride: Int
  ) {
    var generator = SplitMix64(seed: 1)
    let block = DepthwiseSeparableBlock(
      inputs: inputs, outputs: outputs, size: size, stride: stride)
    let network = Sequential(block.layers(using: &generator))
    let full = Conv2D(
      inputs: inputs, outputs: outputs, size: size, stride: stride, padding: size / 2,
      using: &generator)
    let shape = [1, 14, 14, inputs]
    #expect(network.outputShape(for: shape) == full.outputShape(for: shape))
    let share =
      Double(network.multiplyAccumulates(for: shape)) / Double(full.multiplyAccumulates(for: shape))
    #expect(abs(share - block.costShare) < 1e-12)
  }

  @Test(arguments: [(FashionStudent.compact, 29_178, 1_924_992), (.dense, 109_386, 109_184)])
  func `of a student has the size that is stated`(
    student: FashionStudent, parameters: Int, multiplyAccumulates: Int
  ) {
    let network = student.untrained(seed: 1)
    #expect(network.parameterCount == parameters)
    #expect(
      network.multiplyAccumulates(for: [1] + student.inputShape) == multiplyAccumulates)
    #expect(network.outputShape(for: [2] + student.inputShape) == [2, 10])
    // At most a tenth of the convolutional network.
    #expect(network.parameterCount * 10 <= FashionModel.cnn.untrained(seed: 1).parameterCount)
    #expect(network.parameters == student.untrained(seed: 1).parameters)
    #expect(network.parameters != student.untrained(seed: 2).parameters)
    #expect(student.settings.epochs > 0 && student.loss.alpha > 0)
  }
}
