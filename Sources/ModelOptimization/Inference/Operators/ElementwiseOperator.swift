import CKernels

/// A function of each element alone: an activation that was not fused with what is before it.
struct ElementwiseOperator: PreparedOperator {
  enum Function: Equatable {
    case relu
    case leakyReLU(slope: Float)
    case sigmoid
    case tanh
    case gelu
  }

  let function: Function
  /// Elements of an example.
  let count: Int

  func run(_ task: OperatorTask) {
    let (input, output) = (task.input(as: Float.self), task.output(as: Float.self))
    task.inParts(task.examples * count, workOfOne: function == .relu ? 1 : 10) { start, count in
      let (x, y) = (input + start, output + start)
      switch function {
      case .relu: kernel_relu_float(x, y, count)
      case .leakyReLU(let slope): kernel_leaky_relu_float(x, slope, y, count)
      case .sigmoid: kernel_sigmoid_float(x, y, count)
      case .tanh: kernel_tanh_float(x, y, count)
      case .gelu: kernel_gelu_float(x, y, count)
      }
    }
  }
}

/// The sum of two values, with or without ReLU: the end of a residual block.
struct SumOperator: PreparedOperator {
  /// Elements of an example.
  let count: Int
  let rectified: Bool

  func run(_ task: OperatorTask) {
    let (first, second) = (task.input(as: Float.self), task.secondInput(as: Float.self))
    let output = task.output(as: Float.self)
    task.inParts(task.examples * count, workOfOne: 2) { start, count in
      let sum = output + start
      kernel_add_float(first + start, second + start, sum, count)
      if rectified { kernel_relu_float(sum, sum, count) }
    }
  }
}

/// `scale[channel] · x + shift[channel]`, with or without ReLU: a batch norm that nothing before
/// it could take up.
struct ScaleShiftOperator: PreparedOperator {
  let scale: [Float]
  let shift: [Float]
  /// Rows of channels in an example.
  let rows: Int
  let rectified: Bool

  func run(_ task: OperatorTask) {
    let channels = scale.count
    let (input, output) = (task.input(as: Float.self), task.output(as: Float.self))
    task.inParts(task.examples * rows, workOfOne: 2 * channels) { start, rows in
      let (x, y) = (input + start * channels, output + start * channels)
      let least: Float = rectified ? 0 : -.infinity
      kernel_scale_shift_channels_float(x, scale, shift, least, y, rows, channels)
    }
  }
}
