/// Why the weights of a file do not fit a network.
public struct WeightsError: Error, Equatable {
  /// The file.
  public let path: String
  /// What does not fit.
  public let problem: Problem

  package init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// What can be wrong with weights.
  public enum Problem: Equatable, Sendable {
    /// The file says that its weights are those of another network.
    case otherModel(expected: String, found: String)
    /// A tensor that the network needs is not in the file.
    case missingTensor(name: String)
    /// A tensor is in the file that the network has no place for.
    case unexpectedTensor(name: String)
    /// A tensor does not have the shape that its place asks for.
    case wrongShape(name: String, found: [Int], expected: [Int])
    /// A tensor does not hold floats.
    case wrongType(name: String, found: String)
    /// A tensor has numbers that are infinite or NaN.
    case notFinite(name: String)
  }
}

extension WeightsError: CustomStringConvertible {
  /// Which file, what does not fit, and what to do.
  public var description: String {
    switch problem {
    case .otherModel(let expected, let found):
      "\(path): these are the weights of the model \"\(found)\", not of \"\(expected)\". "
        + "Load the file as \"\(found)\", or give another file."
    case .missingTensor(let name):
      "\(path): there is no tensor \"\(name)\". Check that the file is of this model."
    case .unexpectedTensor(let name):
      "\(path): there is no place for the tensor \"\(name)\". "
        + "Check that the file is of this model."
    case .wrongShape(let name, let found, let expected):
      "\(path): tensor \"\(name)\" has the shape \(found), not \(expected). "
        + "Check that the file is of this model."
    case .wrongType(let name, let found):
      "\(path): tensor \"\(name)\" is of type \(found), not \(ElementType.floatNames). "
        + "Check that the file is of this model."
    case .notFinite(let name):
      "\(path): tensor \"\(name)\" has numbers that are infinite or NaN. "
        + "The training failed, or the file is damaged: take another file."
    }
  }
}
