import ModelOptimization
import Testing

@Suite struct `Mixed precision` {
  let training: FashionMNIST
  let validation: FashionMNIST

  init() throws {
    training = try FashionMNIST.training(count: 1000, from: shippedData)
    validation = try FashionMNIST.validation(count: 300, from: shippedData)
  }

  @Test func `rounds numbers as PyTorch does`() throws {
    let formats = try TrainingReference.read().formats
    let values = Tensor(
      formats.values.map { Float(bitPattern: $0) }, shape: [formats.values.count])
    #expect(values.count > 100)
    for (format, expected) in [(StorageFormat.fp16, formats.fp16), (.bf16, formats.bf16)] {
      let rounded = format.rounded(values).elements.map(\.bitPattern)
      for (index, bits) in rounded.enumerated() {
        #expect(bits == expected[index], "\(format) of \(values.elements[index])")
      }
    }
    #expect(StorageFormat.fp32.rounded(values) == values)
  }

  @Test(arguments: [StorageFormat.fp16, .bf16])
  func `keeps NaN, the infinities and their signs`(format: StorageFormat) {
    let odd = Tensor([.nan, -.nan, .infinity, -.infinity, -0.0], shape: [5])
    let rounded = format.rounded(odd).elements
    #expect(rounded[0].isNaN && rounded[1].isNaN)
    #expect(rounded[2] == .infinity && rounded[3] == -.infinity)
    #expect(rounded[4].bitPattern == Float(-0.0).bitPattern)
  }

  @Test func `halves its scale at an overflow and doubles it after enough good steps`() {
    var scale = LossScale(1024, growthInterval: 3)
    scale.update(overflowed: false)
    scale.update(overflowed: false)
    scale.update(overflowed: true)
    #expect(scale.value == 512 && scale.skippedSteps == 1 && scale.goodSteps == 0)
    for _ in 0..<3 { scale.update(overflowed: false) }
    #expect(scale.value == 1024 && scale.goodSteps == 0)
    scale.update(overflowed: false)
    #expect(scale.value == 1024 && scale.skippedSteps == 1)
  }

  /// One layer, whose gradients are made small by dividing its output.
  struct Faint: TrainableLayer, Equatable {
    var dense: Dense
    var factor: Float
    var parameters: [Tensor] {
      get { dense.parameters }
      set { dense.parameters = newValue }
    }
    var parameterNames: [String] { dense.parameterNames }
    func outputShape(for inputShape: [Int]) -> [Int] { dense.outputShape(for: inputShape) }
    func multiplyAccumulates(for inputShape: [Int]) -> Int { 0 }
    func scaled(_ x: Tensor) -> Tensor { Tensor(x.elements.map { $0 * factor }, shape: x.shape) }
    func callAsFunction(_ x: Tensor) -> Tensor { scaled(dense(x)) }
    mutating func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
      let pass = dense.forward(x, using: &generator)
      let layer = self
      return ForwardPass(output: scaled(pass.output)) { dY, needsInput in
        pass.backward(layer.scaled(dY), needsInput)
      }
    }
  }

  /// Trains one layer whose gradients are near 10⁻⁹, by plain gradient descent.
  func trained(
    factor: Float, precision: StorageFormat, scale: LossScale
  ) throws -> (before: Faint, result: TrainingResult<Faint>) {
    var generator = SplitMix64(seed: 3)
    let model = Faint(dense: Dense(inputs: 784, outputs: 10, using: &generator), factor: factor)
    let settings = TrainingSettings(
      epochs: 1, batchSize: 100, precision: precision, lossScale: scale)
    let result = try train(
      model, on: training, validation: validation, optimizer: SGD(learningRate: 0.1 / factor),
      settings: settings)
    return (model, result)
  }

  @Test func `without a scale loses gradients that are too small for FP16`() throws {
    let faint: Float = 0x1p-26
    let unscaled = try trained(
      factor: faint, precision: .fp16, scale: LossScale(1, growthInterval: 100))
    #expect(unscaled.result.model == unscaled.before)
    #expect(unscaled.result.skippedSteps == 0)

    let scaled = try trained(factor: faint, precision: .fp16, scale: LossScale(0x1p22))
    #expect(scaled.result.model != scaled.before)
    // Each step is as large as it is in 32 bits, but for the digits that FP16 does not keep.
    let exact = try trained(factor: faint, precision: .fp32, scale: LossScale())
    let difference = zip(
      scaled.result.model.dense.weight.elements, exact.result.model.dense.weight.elements
    ).map { abs($0 - $1) }.max()
    let way = zip(
      exact.before.dense.weight.elements, exact.result.model.dense.weight.elements
    ).map { abs($0 - $1) }.max()
    #expect(try #require(difference) < 0.02 * #require(way))
    // The exponent of BF16 is that of 32 bits: nothing is lost, and nothing needs a scale.
    let brain = try trained(factor: faint, precision: .bf16, scale: LossScale(1))
    #expect(brain.result.model != brain.before)
  }

  @Test func `leaves out the steps whose gradients overflow, until the scale fits`() throws {
    let run = try trained(factor: 1, precision: .fp16, scale: LossScale(0x1p24))
    #expect((1...9).contains(run.result.skippedSteps))
    #expect(run.result.model != run.before)
    #expect(run.result.model.parameters.allSatisfy { $0.elements.allSatisfy(\.isFinite) })
  }

  @Test(arguments: [StorageFormat.fp16, .bf16])
  func `trains nearly as well as 32 bits do`(precision: StorageFormat) throws {
    func accuracy(_ precision: StorageFormat) throws -> Double {
      try train(
        FashionModel.mlp.untrained(seed: 1), on: training, validation: validation,
        optimizer: Adam(),
        settings: TrainingSettings(epochs: 4, batchSize: 64, precision: precision)
      ).best.validationAccuracy
    }
    #expect(try accuracy(precision) > accuracy(.fp32) - 0.05)
    #expect(try accuracy(precision) > 0.7)
  }

  @Test func `keeps weights of 32 bits, of which no rounding takes away small steps`() throws {
    let result = try train(
      FashionModel.mlp.untrained(seed: 1), on: training, validation: validation,
      optimizer: SGD(learningRate: 1e-4),
      settings: TrainingSettings(epochs: 1, batchSize: 250, precision: .bf16))
    let before = FashionModel.mlp.untrained(seed: 1).parameters[0]
    let after = result.model.parameters[0]
    #expect(after != before)
    #expect(StorageFormat.bf16.rounded(after) != after)
    // Stored in BF16, hardly a weight would have moved.
    let stored = zip(
      StorageFormat.bf16.rounded(before).elements, StorageFormat.bf16.rounded(after).elements)
    #expect(stored.count { $0 != $1 } < before.count / 20)
    #expect(zip(before.elements, after.elements).count { $0 != $1 } > before.count / 2)
  }
}
