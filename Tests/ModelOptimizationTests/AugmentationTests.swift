import ModelOptimization
import Testing

@Suite struct `Augmented images` {
  /// Images in which every pixel has a number of its own.
  func images(_ count: Int) -> FashionMNIST {
    FashionMNIST(
      images: Tensor((0..<count * 784).map { Float($0 % 784 + 1) }, shape: [count, 784]),
      labels: Array(0..<count))
  }

  /// What an image shows after a shift, by the definition.
  func moved(_ pixels: [Float], down: Int, right: Int, isMirrored: Bool) -> [Float] {
    (0..<784).map { place in
      let (row, column) = (place / 28 - down, place % 28 - right)
      guard 0..<28 ~= row, 0..<28 ~= column else { return 0 }
      return pixels[row * 28 + (isMirrored ? 27 - column : column)]
    }
  }

  @Test func `shifts by every distance up to its maximum, mirrors half, and fills with zeros`() {
    let data = images(600)
    var generator = SplitMix64(seed: 5)
    let augmentation = Augmentation(maximumShift: 2, mirrors: true)
    let changed = augmentation.applied(to: data, using: &generator)
    #expect(changed.labels == data.labels)
    let original = data.images[0]
    var counts: [Int] = []
    var recognized = 0
    for down in -2...2 {
      for right in -2...2 {
        for isMirrored in [false, true] {
          let expected = moved(original, down: down, right: right, isMirrored: isMirrored)
          counts.append((0..<600).count { changed.images[$0] == expected })
          recognized += counts.last ?? 0
        }
      }
    }
    #expect(recognized == 600)
    // 12 of each are expected; fewer than 1 has a probability below a millionth.
    #expect(counts.allSatisfy { (1...36).contains($0) })
  }

  @Test func `gives the same images from the same state, and others from another`() {
    let data = images(20)
    let augmentation = Augmentation(maximumShift: 3, mirrors: false)
    func result(_ seed: UInt64) -> FashionMNIST {
      var generator = SplitMix64(seed: seed)
      return augmentation.applied(to: data, using: &generator)
    }
    #expect(result(1) == result(1))
    #expect(result(1) != result(2))
    #expect(withThreads(2) { result(1) } == result(1))
  }

  @Test func `that is none changes nothing and uses up no randomness`() {
    var generator = SplitMix64(seed: 5)
    #expect(Augmentation.none.applied(to: images(3), using: &generator) == images(3))
    #expect(generator == SplitMix64(seed: 5))
    #expect("\(Augmentation.none)" == "none")
    #expect("\(Augmentation(maximumShift: 2, mirrors: true))" == "shift by 2, mirror")
  }

  @Test func `can move an image out of sight`() {
    let data = images(200)
    var generator = SplitMix64(seed: 9)
    let changed = Augmentation(maximumShift: 28, mirrors: false).applied(
      to: data, using: &generator)
    #expect((0..<200).contains { changed.images[$0].allSatisfy { $0 == 0 } })
    #expect((0..<200).allSatisfy { Set(changed.images[$0]).count <= 785 })
  }
}
