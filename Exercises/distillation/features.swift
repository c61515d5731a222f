import ModelOptimization

/// The means over square windows of feature maps.
///
/// - Parameters:
///   - maps: shape `[images, height, width, channels]`; `window` divides height and width.
///   - window: the side of a window.
/// - Returns: shape `[images, height / window, width / window, channels]`.
func pooled(_ maps: Tensor, window: Int) -> Tensor {
  // TODO: a mean for each window and channel.
  return maps
}

/// How far a student's features, projected, are from a teacher's.
///
///     z = student · projection
///     loss = mean over all elements of (z - teacher)²
///
/// - Parameters:
///   - student: any shape; the last axis is the student's channels.
///   - teacher: the same shape but for the last axis, the teacher's channels.
///   - projection: shape `[student's channels, teacher's channels]`.
/// - Returns: the loss, and how it changes with the projection and with the student's features.
func featureMatch(
  student: Tensor, teacher: Tensor, projection: Tensor
) -> (loss: Float, projectionSlope: Tensor, studentSlope: Tensor) {
  // TODO: project, compare, and go back the same way.
  return (0, Tensor(zeros: projection.shape), Tensor(zeros: student.shape))
}
