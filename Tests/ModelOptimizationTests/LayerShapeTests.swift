import ModelOptimization
import Testing

/// A caller's mistake ends the program; what it writes before names the layer and both shapes.
@Suite struct `A layer refuses` {
  @Test func `images with other channels than its weights`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = Conv2D(weight: Tensor(zeros: [4, 3, 5, 5]), bias: nil, padding: 2)
      _ = layer(Tensor(zeros: [2, 28, 28, 1]))
    }
    expectMessage(
      result,
      "Conv2D(3 → 4, 5×5, padding 2) takes an input of shape [batch, height, width, 3]; "
        + "it was given [2, 28, 28, 1].")
  }

  @Test func `images in the other layout`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = DepthwiseConv2D(
        weight: Tensor(zeros: [8, 1, 3, 3]), bias: nil, stride: 2, layout: .nchw)
      _ = layer(Tensor(zeros: [2, 14, 14, 8]))
    }
    expectMessage(
      result,
      "DepthwiseConv2D(8, 3×3, stride 2) takes an input of shape [batch, 8, height, width]; "
        + "it was given [2, 14, 14, 8].")
  }

  @Test func `a convolution's window that is larger than the image`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = Conv2D(weight: Tensor(zeros: [1, 1, 5, 5]), bias: nil)
      _ = layer.outputShape(for: [1, 4, 6, 1])
    }
    expectMessage(
      result,
      "Conv2D(1 → 1, 5×5) has a window of 5×5, which does not fit into images of 4×6 with a "
        + "padding of 0.")
  }

  @Test func `a pooling window that is larger than the image`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = MaxPool2D(size: 3)(Tensor(zeros: [1, 2, 2, 1]))
    }
    expectMessage(result, "MaxPool2D(3×3, stride 3) has a window of 3×3, which does not fit into")
  }

  @Test func `images without pixels`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = GlobalAveragePool()(Tensor(zeros: [2, 0, 3, 1]))
    }
    expectMessage(
      result,
      "GlobalAveragePool takes images of at least 1×1×1; it was given an input of shape "
        + "[2, 0, 3, 1].")
  }

  @Test func `groups that do not divide its channels`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Conv2D(weight: Tensor(zeros: [4, 2, 3, 3]), bias: nil, groups: 3)
    }
    expectMessage(result, "a number of groups that divides its 4 outputs")
  }

  @Test func `a padding that would put a pooling window outside the image`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = AveragePool2D(size: 2, padding: 2)
    }
    expectMessage(
      result, "AveragePool2D(2×2, stride 2, padding 2): a pooling window has a size and a stride")
  }

  @Test func `a batch norm's input of other channels`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = BatchNorm(channels: 4)(Tensor(zeros: [2, 5]))
    }
    expectMessage(
      result,
      "BatchNorm(4) takes an input of shape [batch, 4] or [batch, height, width, 4]; "
        + "it was given [2, 5].")
  }

  @Test func `to learn a variance from one value`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var norm = BatchNorm(channels: 4)
      var generator = SplitMix64(seed: 1)
      _ = norm.forward(Tensor(zeros: [1, 1, 1, 4]), using: &generator)
    }
    expectMessage(
      result, "BatchNorm(4) in training mode needs more than one value for each channel")
  }

  @Test func `rows of another width`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = LayerNorm(width: 6)(Tensor(zeros: [2, 3, 5]))
    }
    expectMessage(
      result, "LayerNorm(6) takes an input of shape […, 6]; it was given [2, 3, 5].")
  }

  @Test func `a sequence that is none`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      _ = LSTM(inputs: 3, hidden: 4, using: &generator)(Tensor(zeros: [5, 3]))
    }
    expectMessage(
      result, "LSTM(3 → 4) takes an input of shape [batch, length, 3]; it was given [5, 3].")
  }

  @Test func `heads that do not divide the width`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      _ = MultiHeadAttention(width: 6, heads: 4, using: &generator)
    }
    expectMessage(result, "it was given [6, 18], [6, 6] and 4 heads.")
  }

  @Test func `a token that it does not know`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Embedding(weight: Tensor(zeros: [7, 3]))(Tensor([0, 7], shape: [2]))
    }
    expectMessage(
      result,
      "Embedding(7 → 3) takes token numbers, whole and in 0..<7; one of them is 7.0.")
  }

  @Test func `half a token, and what is no number`() async {
    let half = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Embedding(weight: Tensor(zeros: [7, 3]))(Tensor([0.5], shape: [1]))
    }
    expectMessage(half, "one of them is 0.5.")
    let none = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Embedding(weight: Tensor(zeros: [7, 3]))(Tensor([.nan], shape: [1]))
    }
    expectMessage(none, "one of them is nan.")
  }

  @Test func `to switch off everything`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Dropout(rate: 1)
    }
    expectMessage(result, "Dropout switches off a share from 0 to less than 1; it was given 1.0.")
  }

  @Test func `a way around that ends in another shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      let residual = Residual([Dense(inputs: 4, outputs: 3, using: &generator)])
      _ = residual(Tensor(zeros: [2, 4]))
    }
    expectMessage(result, "from [2, 4] the body made [2, 3], and the way around [2, 4].")
  }

  @Test func `parameters of other shapes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      var model = Sequential([Dense(inputs: 4, outputs: 3, using: &generator), ReLU()])
      model.parameters = [Tensor(zeros: [3, 4]), Tensor(zeros: [3])]
    }
    expectMessage(
      result,
      "has parameters of the shapes [[4, 3], [3]]; it was given [[3, 4], [3]].")
  }
}
