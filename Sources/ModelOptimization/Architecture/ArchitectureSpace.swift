/// The small convolutional networks among which a search chooses.
public struct ArchitectureSpace: Equatable, Sendable {
  /// How many stages there may be.
  public var stages: ClosedRange<Int>
  /// The channels that a stage may have.
  public var channels: [Int]
  /// How many blocks a stage may have.
  public var blocks: ClosedRange<Int>
  /// What blocks may be.
  public var kinds: [ConvolutionalArchitecture.Kind]
  /// The height and the width of an image.
  public var side: Int
  /// The classes that are told apart.
  public var classes: Int

  /// Creates a space.
  ///
  /// - Throws: `ArchitectureError.emptySpace`.
  public init(
    stages: ClosedRange<Int> = 2...4, channels: [Int] = [8, 16, 24, 32, 48, 64],
    blocks: ClosedRange<Int> = 1...3,
    kinds: [ConvolutionalArchitecture.Kind] = [.full, .separable],
    side: Int = 28, classes: Int = 10
  ) throws(ArchitectureError) {
    guard stages.lowerBound >= 1, stages.upperBound < Int.bitWidth, side >> stages.upperBound >= 1,
      blocks.lowerBound >= 1, !channels.isEmpty, channels.allSatisfy({ $0 >= 1 }), !kinds.isEmpty,
      classes >= 1
    else { throw .emptySpace }
    (self.stages, self.channels, self.blocks) = (stages, channels, blocks)
    (self.kinds, self.side, self.classes) = (kinds, side, classes)
  }

  /// An architecture, each choice equally likely.
  public func random(
    using generator: inout some RandomNumberGenerator
  ) -> ConvolutionalArchitecture {
    let count = pick(from: Array(stages), using: &generator)
    return ConvolutionalArchitecture(
      side: side, stages: (0..<count).map { _ in randomStage(using: &generator) },
      classes: classes)
  }

  /// A child that differs from its parent in one thing: a stage's channels, blocks or kind, or a
  /// stage more or less.
  public func mutated(
    _ parent: ConvolutionalArchitecture, using generator: inout some RandomNumberGenerator
  ) -> ConvolutionalArchitecture {
    var child = parent
    // Some changes change nothing, such as another of only one kind: until one does.
    for _ in 0..<100 where child == parent {
      let place = pick(from: Array(child.stages.indices), using: &generator)
      switch pick(from: Array(0..<5), using: &generator) {
      case 0: child.stages[place].channels = pick(from: channels, using: &generator)
      case 1: child.stages[place].blocks = pick(from: Array(blocks), using: &generator)
      case 2: child.stages[place].kind = pick(from: kinds, using: &generator)
      case 3 where child.stages.count < stages.upperBound:
        child.stages.insert(randomStage(using: &generator), at: place)
      case 4 where child.stages.count > stages.lowerBound: child.stages.remove(at: place)
      default: break
      }
    }
    return child
  }

  private func randomStage(
    using generator: inout some RandomNumberGenerator
  ) -> ConvolutionalArchitecture.Stage {
    ConvolutionalArchitecture.Stage(
      pick(from: kinds, using: &generator), channels: pick(from: channels, using: &generator),
      blocks: pick(from: Array(blocks), using: &generator))
  }

  private func pick<Choice>(
    from choices: [Choice], using generator: inout some RandomNumberGenerator
  ) -> Choice {
    choices[Int(generator.next().multipliedFullWidth(by: UInt64(choices.count)).high)]
  }
}
