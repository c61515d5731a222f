/// Holds the zeros of a mask while a network is trained.
///
/// After each step of the optimizer the removed weights are set to zero again: whatever the
/// gradients, a momentum or Adam's averages have made of them does not come back.
public struct MaskConstraint: ParameterConstraint, Equatable {
  /// What is kept.
  public let mask: PruningMask

  /// Creates a constraint.
  public init(_ mask: PruningMask) { self.mask = mask }

  /// How much the mask removes, and a checksum of what.
  public var name: String {
    let bytes = mask.kept.sorted { $0.key < $1.key }.flatMap { name, list in
      Array(name.utf8) + list.map { $0 ? 1 : 0 }
    }
    return "\(mask.zeroCount) of \(mask.count) weights removed, checksum \(crc32(bytes))"
  }

  /// Sets the removed weights to zero.
  public func apply(
    to parameters: inout [Tensor], names: [String], step: Int, of steps: Int
  ) {
    mask.apply(to: &parameters, names: names)
  }
}
