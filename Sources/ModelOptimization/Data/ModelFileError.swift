/// Why a file does not hold a model, or a model does not go into a file.
public struct ModelFileError: Error, Equatable {
  /// The file; nil where the bytes did not come from one.
  public var path: String?
  /// What is wrong.
  public var problem: Problem

  /// What can be wrong with a model and its file.
  public enum Problem: Equatable, Sendable {
    /// The file says nothing of a model, and is none of the shipped ones.
    case notAModel
    /// The file keeps a training run that goes on.
    case isCheckpoint
    /// The file was written by another version of the program.
    case otherVersion(found: String)
    /// The architecture is not the JSON that it should be; bytes are counted from its begin.
    case notJSON(expected: String, at: Int)
    /// A layer is of a kind that is not known here.
    case unknownLayer(place: String, kind: String)
    /// A setting of a layer is missing, or not what it can be.
    case badSetting(place: String, name: String, expected: String)
    /// A layer does not take what the one before it gives.
    case doesNotFit(place: String, kind: String, shape: [Int])
    /// A tensor that the model needs is not in the file.
    case missingTensor(name: String)
    /// A tensor is in the file that the model has no place for.
    case unexpectedTensor(name: String)
    /// A tensor does not have the shape that its place asks for.
    case wrongShape(name: String, found: [Int], expected: String)
    /// A tensor is not of the type that its place asks for.
    case wrongType(name: String, found: String, expected: String)
    /// A tensor has numbers that are infinite or NaN.
    case notFinite(name: String)
    /// The numbers of a tensor are not what its place allows.
    case badValues(name: String, expected: String)
    /// The parts of a quantized model do not fit each other, in its own words.
    case inconsistent(String)
    /// The model's numbers do not go into few bits.
    case notQuantizable(QuantizedModelError)
    /// A tensor has numbers beyond what the format holds in which it was to be written.
    case outOfRange(name: String, format: String)
    /// The model does not take the images or give the classes of Fashion-MNIST.
    case otherTask(inputShape: [Int], outputShape: [Int])
    /// A technique needs the floats that a quantized model no longer has.
    case isQuantized(technique: String)
    /// What lies at the path is not a model, and is not written over.
    case notReplaced
  }

  package init(path: String? = nil, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// There are no floats of the name: nothing, or numbers of another type.
  init(path: String? = nil, missing name: String, in file: SafetensorsFile) {
    guard let other = file.rawTensors[name] else {
      self.init(path: path, .missingTensor(name: name))
      return
    }
    self.init(
      path: path,
      .wrongType(name: name, found: other.type.rawValue, expected: ElementType.floatNames))
  }
}

extension ModelFileError: CustomStringConvertible {
  /// Which file, what is wrong with it, and what to do.
  public var description: String { "\(path ?? "model"): \(problem)" }
}

extension ModelFileError.Problem: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    let damaged = "The file is damaged: write it again, or fetch a fresh copy."
    let other = "Check that it is the file of a model that pare wrote."
    switch self {
    case .notAModel: return "this is not a model. \(other)"
    case .isCheckpoint:
      return "this keeps a training run and is not a model. Finish the run with pare lab train "
        + "--resume, and save its model with --save."
    case .otherVersion(let found):
      return "the model is of the format \"\(found)\"; this program reads "
        + "\"\(ModelFile.formatName)\". Make it again with this version of the program."
    case .notJSON(let expected, let byte):
      return "\(expected) was expected at byte \(byte) of the architecture. \(damaged)"
    case .unknownLayer(let place, let kind):
      return "layer \(place) is a \"\(kind)\", which a model file does not know."
    case .badSetting(let place, let name, let expected):
      return "\(layer(place)) has no \"\(name)\" that is \(expected). \(damaged)"
    case .doesNotFit(let place, let kind, let shape):
      return "\(place.isEmpty ? kind : "layer \(place), \(kind),") does not take an input of shape "
        + "\(shape). \(damaged)"
    case .missingTensor(let name): return "there is no tensor \"\(name)\". \(other)"
    case .unexpectedTensor(let name):
      return "there is no place for the tensor \"\(name)\". \(other)"
    case .wrongShape(let name, let found, let expected):
      return "tensor \"\(name)\" has the shape \(found), not \(expected). \(other)"
    case .wrongType(let name, let found, let expected):
      return "tensor \"\(name)\" is of type \(found), not \(expected). \(damaged)"
    case .notFinite(let name):
      return "tensor \"\(name)\" has numbers that are infinite or NaN. The training failed, or the "
        + "file is damaged: take another file."
    case .badValues(let name, let expected):
      return "tensor \"\(name)\" has numbers that are not \(expected). \(damaged)"
    case .inconsistent(let problem): return problem
    case .notQuantizable(let error): return "\(error)"
    case .outOfRange(let name, let format):
      return "tensor \"\(name)\" has numbers beyond the range of \(format). Take another format."
    case .otherTask(let input, let output):
      return "the model turns \(input) into \(output), not the 784 pixels of an image of "
        + "Fashion-MNIST into 10 classes. Take another model."
    case .isQuantized(let technique):
      return "the model is quantized already, and \(technique) needs weights that are floats. "
        + "Quantize last: give the model as it was before."
    case .notReplaced:
      return "this is not a model of pare, so it is not written over. Give another path, or remove "
        + "the file."
    }
  }

  /// A layer by its place; the whole model has none.
  private func layer(_ place: String) -> String { place.isEmpty ? "the model" : "layer \(place)" }
}
