import CKernels

extension Elementwise {
  /// One step of Adam or AdamW, in one pass over the memory.
  ///
  ///     g = gradientScale · gradient + penalty · value
  ///     mean = beta1 · mean + (1 - beta1) · g;  square = beta2 · square + (1 - beta2) · g²
  ///     value = keep · value - step · mean / (√(squareScale · square) + epsilon)
  ///
  /// - Parameters:
  ///   - values: the parameters, `count` of them, as of the next three.
  ///   - means: the running means of the gradients.
  ///   - squares: the running means of their squares.
  ///   - gradients: ∂loss/∂parameter, times 1 / `gradientScale`.
  ///   - step: learning rate / (1 - beta1ᵗ) at step t, counted from 1.
  ///   - squareScale: 1 / (1 - beta2ᵗ).
  ///   - keep: 1 - learning rate · weight decay for AdamW; 1 for Adam.
  ///   - penalty: an L2 penalty inside the gradient.
  package static func adamStep(
    _ values: UnsafeMutablePointer<Float>, means: UnsafeMutablePointer<Float>,
    squares: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, count: Int,
    beta1: Float, beta2: Float, step: Float, squareScale: Float, epsilon: Float,
    keep: Float = 1, penalty: Float = 0, gradientScale: Float = 1
  ) {
    inParts(count) {
      kernel_adam_step_float(
        values + $0, means + $0, squares + $0, gradients + $0, $1,
        beta1, beta2, step, squareScale, epsilon, keep, penalty, gradientScale)
    }
  }

  /// One step of gradient descent with momentum, in one pass over the memory.
  ///
  ///     velocity = momentum · velocity + gradientScale · gradient + penalty · value
  ///     value = value - learningRate · velocity
  ///
  /// - Parameters:
  ///   - values: the parameters, `count` of them, as of the next two.
  ///   - velocities: what is kept of the steps before.
  ///   - gradients: ∂loss/∂parameter, times 1 / `gradientScale`.
  ///   - penalty: an L2 penalty inside the gradient.
  package static func sgdStep(
    _ values: UnsafeMutablePointer<Float>, velocities: UnsafeMutablePointer<Float>,
    gradients: UnsafePointer<Float>, count: Int,
    learningRate: Float, momentum: Float, penalty: Float = 0, gradientScale: Float = 1
  ) {
    inParts(count) {
      kernel_sgd_step_float(
        values + $0, velocities + $0, gradients + $0, $1,
        learningRate, momentum, penalty, gradientScale)
    }
  }
}
