/// Why a checkpoint cannot be resumed from.
public enum CheckpointError: Error, Equatable {
  /// The file holds tensors, but no checkpoint of this format.
  case notACheckpoint(String)
  /// A value of the checkpoint is missing or cannot be read.
  case unreadableValue(String, name: String, found: String?)
  /// A tensor is missing, or of another shape than this model's: the checkpoint is of another
  /// model.
  case otherModel(String, tensor: String, expected: [Int], found: [Int]?)
  /// The run was begun with another setting.
  case otherSetting(String, name: String, checkpoint: String?, asked: String)
  /// The run was begun with other images.
  case otherData(String)
  /// A weight or a memory of the optimizer is infinite or NaN.
  case notFinite(String, tensor: String)
}

extension CheckpointError: CustomStringConvertible {
  /// Which file, what does not fit, and what to do.
  public var description: String {
    switch self {
    case .notACheckpoint(let path):
      "\(path): this is not a checkpoint of a training run. Give the file that the run wrote as "
        + "its checkpoint."
    case .unreadableValue(let path, let name, let found):
      "\(path): the checkpoint's value \"\(name)\" is "
        + (found.map { "\"\($0)\", which makes no sense" } ?? "missing")
        + ". The file is damaged: begin the run again."
    case .otherModel(let path, let tensor, let expected, let found):
      "\(path): this is a checkpoint of another model: the tensor \"\(tensor)\" "
        + (found.map { "has the shape \($0), not \(expected)" } ?? "is missing")
        + ". Resume with the model that the run was begun with."
    case .otherSetting(let path, let name, let checkpoint, let asked):
      "\(path): the run was begun with \(name) \(checkpoint ?? "not set"), and now \(asked) is "
        + "asked for. Resume with the same settings, or begin a new run."
    case .otherData(let path):
      "\(path): the run was begun with other images than those found now. Check which data set "
        + "is installed, or begin a new run."
    case .notFinite(let path, let tensor):
      "\(path): the tensor \"\(tensor)\" of the checkpoint holds numbers that are not finite. "
        + "The file is damaged: begin the run again."
    }
  }
}
