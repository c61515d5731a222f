/// Why a student cannot learn from its teachers.
public enum DistillationError: Error, Equatable {
  /// The temperature is not a finite number above 0.
  case temperature(Float)
  /// The share of the teachers' answers in the loss is not within 0 to 1.
  case alpha(Float)
  /// The strength of the feature loss is negative or not finite.
  case featureWeight(Float)
  /// There is nobody to learn from.
  case noTeacher
  /// There is not one weight above 0 for each teacher.
  case weights([Float], teachers: Int)
  /// The student tells other classes apart than the teacher, or the teachers than one another.
  case otherClasses(student: Int, teacher: Int, name: String)
  /// A teacher takes images of another size than the student.
  case otherImages(student: [Int], teacher: [Int], name: String)
  /// A network has no layer of this number to take features from.
  case noSuchLayer(Int, layers: Int)
  /// The features of the two networks are of kinds that no projection connects.
  case otherFeatures(student: [Int], teacher: [Int])
  /// Self-distillation was to have no generation.
  case noGeneration(Int)
}

extension DistillationError: CustomStringConvertible {
  /// What does not fit, and what to do.
  public var description: String {
    switch self {
    case .temperature(let value):
      "The temperature is \(value). Give a number above 0: 1 leaves the teacher's probabilities "
        + "as they are, 2 to 8 are usual."
    case .alpha(let value):
      "Alpha, the teacher's share in the loss, is \(value). Give a number from 0 (labels only) to "
        + "1 (teacher only)."
    case .featureWeight(let value):
      "The weight of the feature loss is \(value). Give a number from 0 on."
    case .noTeacher:
      "There is no teacher. Give at least one."
    case .weights(let weights, let teachers):
      "The weights \(weights) do not fit \(teachers) teacher\(teachers == 1 ? "" : "s"). Give one "
        + "number above 0 for each."
    case .otherClasses(let student, let teacher, let name):
      "The student tells \(student) classes apart, and the teacher \"\(name)\" \(teacher). Give "
        + "another teacher."
    case .otherImages(let student, let teacher, let name):
      "The student takes images of shape \(student), and the teacher \"\(name)\" of shape "
        + "\(teacher). Give another teacher."
    case .noSuchLayer(let layer, let layers):
      "There is no layer \(layer): the network has the layers 0 to \(layers - 1)."
    case .otherFeatures(let student, let teacher):
      "Features of shape \(student) cannot be compared with features of shape \(teacher). Take "
        + "both from layers that give images, or both from layers that give rows."
    case .noGeneration(let count):
      "Self-distillation was asked for \(count) generations. Give at least 1."
    }
  }
}
