/// What is wrong with a safetensors file.
public struct SafetensorsError: Error, Equatable {
  /// The file; nil when the bytes did not come from one.
  public var path: String?
  /// What is wrong with it.
  public var problem: Problem

  /// The rules that a file can break.
  public enum Problem: Equatable, Sendable {
    /// It has no room for the length of its header.
    case tooShort(byteCount: Int)
    /// Its header is longer than the file, or than the 100 MB that the format allows.
    case headerTooLong(claimed: UInt64, available: Int)
    /// Its header is not the JSON it should be; the byte is counted from the header's begin.
    case notJSON(expected: String, at: Int)
    /// Two tensors have the same name.
    case nameTwice(String)
    /// A tensor has a field that the format does not know.
    case unknownField(tensor: String, field: String)
    /// A tensor lacks its type, its shape, or a place.
    case incomplete(tensor: String)
    /// A tensor is of a type that is not read here.
    case unsupportedType(tensor: String, type: String)
    /// The place of a tensor is not as long as its shape asks for.
    case wrongSize(tensor: String, shape: [Int], byteCount: Int)
    /// A tensor does not begin where the one before it ends.
    case gapOrOverlap(tensor: String, begin: Int, expected: Int)
    /// The data ends before the last tensor does, or after it.
    case wrongDataSize(expected: Int, actual: Int)
  }

  init(path: String? = nil, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  init(_ problem: Problem) {
    self.init(problem: problem)
  }
}

extension SafetensorsError: CustomStringConvertible {
  /// Which file, what is wrong with it, and what to do.
  public var description: String {
    let advice =
      if case .unsupportedType = problem {
        "Convert the tensors to floats of 16 or 32 bits."
      } else {
        "The file is damaged or of another format: write it again, or fetch a fresh copy."
      }
    return "\(path ?? "safetensors data"): \(problem). \(advice)"
  }
}

extension SafetensorsError.Problem: CustomStringConvertible {
  /// What is wrong, as a part of a sentence.
  public var description: String {
    switch self {
    case .tooShort(let byteCount):
      "a safetensors file has at least 8 bytes; this has \(byteCount)"
    case .headerTooLong(let claimed, let available):
      "the header claims \(claimed) bytes; \(available) are there, and 100000000 allowed"
    case .notJSON(let expected, let byte):
      "\(expected) was expected at byte \(byte) of the header"
    case .nameTwice(let name):
      "two tensors are called \"\(name)\""
    case .unknownField(let tensor, let field):
      "tensor \"\(tensor)\" has an unknown field \"\(field)\""
    case .incomplete(let tensor):
      "tensor \"\(tensor)\" lacks a dtype, a shape or two ascending data_offsets"
    case .unsupportedType(let tensor, let type):
      "tensor \"\(tensor)\" is of the unknown type \(type)"
    case .wrongSize(let tensor, let shape, let byteCount):
      "tensor \"\(tensor)\" of shape \(shape) does not have \(byteCount) bytes"
    case .gapOrOverlap(let tensor, let begin, let expected):
      "tensor \"\(tensor)\" begins at byte \(begin) of the data, not at \(expected), where the "
        + "one before it ends"
    case .wrongDataSize(let expected, let actual):
      "the tensors have \(expected) bytes, the data has \(actual)"
    }
  }
}
