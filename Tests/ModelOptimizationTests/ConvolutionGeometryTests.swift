import ModelOptimization
import Testing

@Suite struct `A convolution's sizes` {
  @Test func `follow from image, kernel, stride, padding and dilation`() {
    let plain = ConvolutionGeometry(
      batch: 3, height: 28, width: 20, inputs: 6, outputs: 4, kernel: (5, 3),
      stride: (2, 3), padding: (2, 1, 1, 0), groups: 2, dilation: (1, 4))
    // (28 + 2 + 1 - 5) / 2 + 1, (20 + 1 + 0 - 9) / 3 + 1
    #expect(plain.outputShape == [3, 14, 5, 4])
    #expect(plain.weightShape == [4, 3, 5, 3])
    #expect(plain.weightCount == 180)
    #expect(plain.inputCount == 3 * 28 * 20 * 6)
    #expect(plain.multiplyAdds == 3 * 14 * 5 * 180)
    #expect(plain.withBatch(1).outputShape == [1, 14, 5, 4])
  }

  @Test func `refuse a kernel larger than the padded image`() async {
    await #expect(processExitsWith: .failure) {
      _ = ConvolutionGeometry(
        batch: 1, height: 4, width: 9, inputs: 1, outputs: 1, kernel: (7, 3),
        padding: (1, 0, 1, 0))
    }
  }

  @Test func `refuse what cannot be counted`() async {
    await #expect(processExitsWith: .failure) {
      _ = ConvolutionGeometry(
        batch: 1 << 40, height: 1 << 10, width: 1 << 10, inputs: 1 << 10, outputs: 1,
        kernel: (1, 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = ConvolutionGeometry(
        batch: 1, height: 8, width: 8, inputs: 1, outputs: 1, kernel: (3, 3),
        dilation: (.max, 1))
    }
  }

  @Test func `refuse groups that do not divide the channels`() async {
    await #expect(processExitsWith: .failure) {
      _ = ConvolutionGeometry(
        batch: 1, height: 8, width: 8, inputs: 4, outputs: 6, kernel: (3, 3), groups: 4)
    }
  }

  @Test func `refuse pooling windows that may lie in the padding alone`() async {
    await #expect(processExitsWith: .failure) {
      _ = PoolingGeometry(
        batch: 1, height: 8, width: 8, channels: 1, window: (2, 2), padding: (2, 0, 0, 0))
    }
  }

  @Test func `refuse an algorithm that cannot do them`() async {
    await #expect(processExitsWith: .failure) {
      let geometry = ConvolutionGeometry(
        batch: 1, height: 8, width: 8, inputs: 16, outputs: 16, kernel: (3, 3), stride: (2, 2))
      let weights = [Float](repeating: 0, count: geometry.weightCount)
      _ = PackedConvolution(geometry, weights: weights, algorithm: .winograd)
    }
  }
}
