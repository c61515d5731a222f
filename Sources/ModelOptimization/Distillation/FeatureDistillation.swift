/// To answer as a teacher does, and to compute the same half-way.
///
///     loss = distillation loss + β · mean of (projection(student's features) - teacher's features)²
///
/// Where the two features differ in height and width, the larger ones are averaged over windows;
/// where they differ in channels, a convolution of 1×1 (a dense layer for rows) from the student's
/// to the teacher's is learned. Features of the same shape are compared as they are.
///
/// ```swift
/// let pair = try FeatureDistillation(
///   of: student, layer: 5, inputShape: [28, 28, 1], from: teacher, layer: 5,
///   teacherInputShape: [28, 28, 1], objective: objective, weight: 1)
/// let result = try train(
///   pair.student, …, inputShape: [28, 28, 1], objective: pair.objective)
/// let network = result.model.network  // without the projection
/// ```
///
/// Source: Romero et al., "FitNets: Hints for Thin Deep Nets", 2015, arXiv:1412.6550, equation 3;
/// here both losses are taken together, as is usual since.
public struct FeatureDistillation: Sendable {
  /// What is trained: the student, and the projection of its features.
  public let student: FeatureStudent
  /// What it is trained towards.
  public let objective: FeatureObjective

  /// Pairs a layer of the student with a layer of the teacher.
  ///
  /// - Parameters:
  ///   - student: the network that is to learn.
  ///   - layer: the number of the layer, from 0, whose output its features are.
  ///   - inputShape: the shape of one image as the student takes it.
  ///   - teacher: the network whose features are shown.
  ///   - teacherLayer: the number of the layer whose output the teacher's features are.
  ///   - teacherInputShape: the shape of one image as the teacher takes it.
  ///   - objective: what the student's answers are compared with.
  ///   - weight: β, from 0 on.
  ///   - seed: sets the projection's random weights.
  /// - Throws: `DistillationError`.
  public init(
    of student: Sequential, layer: Int, inputShape: [Int], from teacher: Sequential,
    layer teacherLayer: Int, teacherInputShape: [Int], objective: DistillationObjective,
    weight: Float = 1, seed: UInt64 = 1
  ) throws(DistillationError) {
    guard weight >= 0, weight.isFinite else { throw .featureWeight(weight) }
    try objective.check(student, inputShape: inputShape)
    let own = try FeatureStudent(student, featuresOf: layer).body
    guard teacher.layers.indices.contains(teacherLayer) else {
      throw .noSuchLayer(teacherLayer, layers: teacher.layers.count)
    }
    var shown = Array(teacher.layers[...teacherLayer])
    let ownShape = own.outputShape(for: [1] + inputShape)
    let shownShape = Sequential(shown).outputShape(for: [1] + teacherInputShape)
    guard let bridge = Bridge(from: ownShape, to: shownShape) else {
      throw .otherFeatures(
        student: Array(ownShape.dropFirst()), teacher: Array(shownShape.dropFirst()))
    }
    if bridge.teacherWindow > 1 { shown.append(AveragePool2D(size: bridge.teacherWindow)) }
    var generator = SplitMix64(seed: seed)
    self.student = try FeatureStudent(
      student, featuresOf: layer, projection: bridge.projection(using: &generator))
    self.objective = FeatureObjective(
      answers: objective, layers: Sequential(shown), inputShape: teacherInputShape,
      name: "layer \(teacherLayer) to layer \(layer)", weight: weight)
  }
}

extension FeatureDistillation {
  /// The deepest layers of two networks whose features can be compared: images of the same height
  /// and width, or, where there are none, rows.
  ///
  /// - Parameters:
  ///   - student: the network that is to learn.
  ///   - inputShape: the shape of one image as the student takes it.
  ///   - teacher: the network whose features are shown.
  ///   - teacherInputShape: the shape of one image as the teacher takes it.
  /// - Throws: `DistillationError.otherFeatures`.
  public static func matchingLayers(
    of student: Sequential, inputShape: [Int], and teacher: Sequential,
    inputShape teacherInputShape: [Int]
  ) throws(DistillationError) -> (student: Int, teacher: Int) {
    let own = student.shapes(from: inputShape).dropLast().enumerated().reversed()
    let shown = teacher.shapes(from: teacherInputShape).dropLast().enumerated().reversed()
    for axes in [4, 2] {
      for (layer, shape) in own where shape.count == axes {
        let place = shown.first {
          $0.element.count == axes && $0.element[1..<axes - 1] == shape[1..<axes - 1]
        }
        if let place { return (layer, place.offset) }
      }
    }
    throw .otherFeatures(student: inputShape, teacher: teacherInputShape)
  }
}

extension Sequential {
  /// The shape that each layer gives for one example, the batch of 1 included.
  fileprivate func shapes(from inputShape: [Int]) -> [[Int]] {
    var shape = [1] + inputShape
    return layers.map { layer in
      shape = layer.outputShape(for: shape)
      return shape
    }
  }
}

/// What lies between the features of two networks.
private struct Bridge {
  /// The side of the windows over which the student's and the teacher's features are averaged.
  let studentWindow: Int
  let teacherWindow: Int
  /// The channels, or columns, of both.
  let channels: (student: Int, teacher: Int)
  let isOfImages: Bool

  /// Nil where no window makes one out of the other.
  init?(from student: [Int], to teacher: [Int]) {
    guard student.count == teacher.count, [2, 4].contains(student.count) else { return nil }
    isOfImages = student.count == 4
    channels = (student[student.count - 1], teacher[teacher.count - 1])
    guard isOfImages else {
      (studentWindow, teacherWindow) = (1, 1)
      return
    }
    studentWindow = max(1, student[1] / teacher[1])
    teacherWindow = max(1, teacher[1] / student[1])
    guard
      (1...2).allSatisfy({ student[$0] * teacherWindow == teacher[$0] * studentWindow })
    else { return nil }
  }

  func projection(using generator: inout SplitMix64) -> [any TrainableLayer] {
    var layers: [any TrainableLayer] = []
    if studentWindow > 1 { layers.append(AveragePool2D(size: studentWindow)) }
    if channels.student != channels.teacher {
      layers.append(
        isOfImages
          ? Conv2D(
            inputs: channels.student, outputs: channels.teacher, size: 1, using: &generator)
          : Dense(inputs: channels.student, outputs: channels.teacher, using: &generator))
    }
    return layers
  }
}
