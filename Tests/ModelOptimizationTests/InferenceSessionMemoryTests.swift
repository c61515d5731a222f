import ModelOptimization
import Testing

#if canImport(Glibc)
  import Glibc

  /// Blocks of memory that were given back, marked, so that it shows who takes them.
  ///
  /// The allocator of glibc hands out a freed block again to the next on the same thread who asks
  /// for one of its size, last in, first out. Whatever Swift takes memory for, it writes a header
  /// of 16 bytes, and contents behind it. So a mark that was written there after a block had been
  /// freed is gone if anybody took the block, even if it was given back again.
  ///
  /// Its limits: the calling thread only, as each has blocks of its own; sizes up to a kilobyte
  /// only, but nothing larger comes without something small (a tensor has its shape). A sanitizer
  /// has an allocator of its own. The code around must take nothing meanwhile, so a test has a
  /// process of its own.
  private struct FreedMemory {
    private static let sizes = Array(stride(from: 24, through: 1032, by: 16))
    private static let mark: UInt8 = 0xA7
    private var blocks: [UnsafeMutablePointer<UInt8>] = []

    /// Whether the allocator is that of glibc, and the build an optimized one: without, code takes
    /// memory for what otherwise lies on the stack.
    static var works: Bool {
      #if DEBUG
        false
      #else
        dlsym(nil, "__asan_init") == nil && dlsym(nil, "__tsan_init") == nil
      #endif
    }

    init() { takeBlocks() }

    private mutating func takeBlocks() {
      blocks.removeAll(keepingCapacity: true)
      for size in Self.sizes {
        // Into a full bin no block goes back. What does not come again after it was freed is left
        // where it is, and one block less lies in the bin.
        while let block = take(size) {
          free(block)
          guard take(size) == block else { continue }
          blocks.append(block.assumingMemoryBound(to: UInt8.self))
          break
        }
      }
    }

    /// Whether `body` took memory.
    mutating func isTaken(by body: () -> Void) -> Bool {
      for block in blocks { free(block) }
      forEachMarkedByte { $0 = Self.mark }
      body()
      var taken = false
      forEachMarkedByte { if $0 != Self.mark { taken = true } }
      takeBlocks()
      return taken
    }

    /// All but the first and the last bytes of each block, which belong to the allocator.
    private func forEachMarkedByte(_ body: (inout UInt8) -> Void) {
      for number in blocks.indices {
        let size = Self.sizes[number]
        let range = size < 96 ? 16..<24 : 32..<size - 32
        for index in range { body(&blocks[number][index]) }
      }
    }
  }

  /// Memory of the allocator, by a function that the compiler does not look into: it would hold two
  /// blocks to be different ones.
  @_optimize(none) private func take(_ size: Int) -> UnsafeMutableRawPointer? { malloc(size) }

  nonisolated(unsafe) private var held: [UInt8] = []

  /// By way of a variable that all see, or the compiler might leave out both.
  private func takeAndGiveBack(_ bytes: Int) {
    held = [UInt8](repeating: 1, count: bytes)
    held = []
  }

  private func prepared(_ network: SessionNetwork, _ format: LayerFormat) throws -> PreparedModel {
    if format == .fp32 { return PreparedModel(network.model, inputShape: network.inputShape) }
    return PreparedModel(
      try QuantizedModel(
        network.model, inputShape: network.inputShape,
        configuration: QuantizationConfiguration(format: format), calibration: network.input(4)))
  }

  @Suite struct `The memory of a session` {
    @Test(.enabled(if: FreedMemory.works))
    func `is all taken before its second call`() async {
      await #expect(processExitsWith: .success) {
        let networks = [SessionNetwork.perceptron, .convolutional, .depthwise]
        let formats = [LayerFormat.fp32, .int8, .dynamicInt8, .weightOnlyInt4]
        for (network, format) in networks.flatMap({ n in formats.map { (n, $0) } }) {
          let session = InferenceSession(
            try prepared(network, format), maximumBatch: 9)
          let (input, inputs) = (network.input(9).elements, network.inputShape.reduce(1, *))
          var output = [Float](repeating: 0, count: 90)
          func callWithAll() {
            for batch in [1, 2, 9] {
              output.withUnsafeMutableBufferPointer {
                var part = UnsafeMutableBufferPointer(rebasing: $0[..<(10 * batch)]).mutableSpan
                session.run(input.span.extracting(0..<batch * inputs), batch: batch, into: &part)
              }
            }
          }
          callWithAll()
          var freed = FreedMemory()
          // The method sees a block that is taken and given back at once, and nothing else.
          for size in [8, 40, 500, 960] {
            require(freed.isTaken { takeAndGiveBack(size) }, "\(size) bytes were not seen.")
          }
          require(!freed.isTaken {}, "Memory was seen that nobody took.")
          require(!freed.isTaken { callWithAll() }, "\(network) in \(format) took memory.")
        }
      }
    }

    @Test(.enabled(if: FreedMemory.works))
    func `is taken in each call by a layer without an operator`() async {
      await #expect(processExitsWith: .success) {
        let session = InferenceSession(LayerNorm(width: 4), inputShape: [4])
        var output = [Float](repeating: 0, count: 4)
        func call() {
          var span = output.mutableSpan
          session.run([1, 2, 3, 4].span, batch: 1, into: &span)
        }
        call()
        var freed = FreedMemory()
        require(freed.isTaken { call() }, "The layer's result was not seen.")
      }
    }
  }
#endif
