/// Which weights of a network are kept; the others are zero.
///
/// A mask belongs to parameters by their names and knows nothing of their values, so that it can
/// outlive them: it holds while a network is trained (`MaskConstraint`), is laid over another state
/// of the same network (`LotteryTicket`), and is made permanent by `applied(to:)`.
///
/// ```swift
/// let mask = try PruningMask(magnitudesOf: model, sparsity: 0.9)
/// let sparse = mask.applied(to: model)
/// ```
public struct PruningMask: Equatable, Sendable {
  /// For each masked parameter, by its name, whether each of its elements is kept, in row-major
  /// order. A parameter that is not here is kept as a whole.
  public internal(set) var kept: [String: [Bool]]

  /// Creates a mask.
  ///
  /// - Parameter kept: for each masked parameter whether each of its elements is kept.
  public init(kept: [String: [Bool]]) { self.kept = kept }

  /// The elements that the mask removes.
  public var zeroCount: Int { kept.values.reduce(0) { $0 + $1.count { !$0 } } }
  /// The elements of all masked parameters.
  public var count: Int { kept.values.reduce(0) { $0 + $1.count } }
  /// The share of elements that the mask removes, of the parameters that it masks; 0 of none.
  public var sparsity: Double { count == 0 ? 0 : Double(zeroCount) / Double(count) }

  /// What both masks keep: where they know different parameters, each counts for its own.
  public func intersection(_ other: PruningMask) -> PruningMask {
    PruningMask(
      kept: kept.merging(other.kept) { mine, others in
        require(
          mine.count == others.count,
          "Masks of the same parameter have as many elements; these have \(mine.count) and "
            + "\(others.count).")
        return zip(mine, others).map { $0 && $1 }
      })
  }

  /// The network with its removed weights set to zero: the mask made permanent.
  public func applied<Model: TrainableLayer>(to model: Model) -> Model {
    var (model, parameters) = (model, model.parameters)
    apply(to: &parameters, names: model.parameterNames)
    model.parameters = parameters
    return model
  }

  /// Sets removed elements to zero, in place.
  ///
  /// - Parameters:
  ///   - parameters: those of a network.
  ///   - names: a name for each; those that the mask does not know stay as they are.
  func apply(to parameters: inout [Tensor], names: [String]) {
    for (index, name) in names.enumerated() {
      guard let kept = kept[name] else { continue }
      let count = parameters[index].count
      require(
        kept.count == count,
        "The mask of \(name) has \(kept.count) elements, and the parameter \(count).")
      parameters[index].withMutableElements { values in
        kept.withUnsafeBufferPointer { kept in
          // Not a product: what is removed becomes zero even where it was infinite.
          for element in 0..<count { values[element] = kept[element] ? values[element] : 0 }
        }
      }
    }
  }
}

extension PruningMask: CustomStringConvertible {
  /// How much is removed: `PruningMask(211277 of 234752 weights removed)`.
  public var description: String { "PruningMask(\(zeroCount) of \(count) weights removed)" }
}
