import CKernels

/// Loops over elements: y[i] from x[i] alone.
///
/// The output may be one of the inputs; other overlaps are not allowed. An element's result does
/// not depend on where it stands, on `count` or on the number of threads. `ElementwiseReference`
/// says in plain Swift what each computes.
package enum Elementwise {
  /// Elements in each part of a loop that is shared among threads: some 50 microseconds of work.
  static let part = 32768

  /// c = a + b, or max(a + b, 0) with `relu`.
  package static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    count: Int, relu: Bool = false
  ) {
    if relu {
      inParts(count) { kernel_add_relu_float(a + $0, b + $0, c + $0, $1) }
    } else {
      inParts(count) { kernel_add_float(a + $0, b + $0, c + $0, $1) }
    }
  }

  /// c = a - b.
  package static func subtract(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    inParts(count) { kernel_subtract_float(a + $0, b + $0, c + $0, $1) }
  }

  /// c = a · b, element by element.
  package static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    inParts(count) { kernel_multiply_float(a + $0, b + $0, c + $0, $1) }
  }

  /// y = y + factor · x.
  package static func addScaled(
    _ x: UnsafePointer<Float>, by factor: Float, to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    inParts(count) { kernel_scale_add_float(x + $0, factor, y + $0, $1) }
  }

  /// y = scale · x + shift.
  package static func scaleShift(
    _ x: UnsafePointer<Float>, scale: Float, shift: Float, into y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    inParts(count) { kernel_scale_shift_float(x + $0, scale, shift, y + $0, $1) }
  }

  /// y[row, channel] = scale[channel] · x[row, channel] + shift[channel]: a batch norm whose
  /// statistics are fixed. With `relu` a negative result becomes 0.
  package static func scaleShiftChannels(
    _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>, rows: Int, channels: Int, relu: Bool = false
  ) {
    let least: Float = relu ? 0 : -.infinity
    inRows(rows, of: channels) { first, count in
      let offset = first * channels
      kernel_scale_shift_channels_float(
        x + offset, scale, shift, least, y + offset, count, channels)
    }
  }

  /// y = max(x, 0); NaN stays.
  package static func relu(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    inParts(count) { kernel_relu_float(x + $0, y + $0, $1) }
  }

  /// dx = dy where x > 0, else 0; `x` may be the input or the output of the layer.
  package static func reluGradient(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    inParts(count) { kernel_relu_gradient_float(x + $0, dy + $0, dx + $0, $1) }
  }

  /// y = x where x > 0, else slope · x.
  package static func leakyReLU(
    _ x: UnsafePointer<Float>, slope: Float, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    inParts(count) { kernel_leaky_relu_float(x + $0, slope, y + $0, $1) }
  }

  /// dx = dy where x > 0, else slope · dy.
  package static func leakyReLUGradient(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, slope: Float,
    into dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    inParts(count) { kernel_leaky_relu_gradient_float(x + $0, dy + $0, slope, dx + $0, $1) }
  }

  /// y = 1 / (1 + e⁻ˣ).
  package static func sigmoid(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    inParts(count) { kernel_sigmoid_float(x + $0, y + $0, $1) }
  }

  /// dx = dy · y · (1 - y), from the output of the layer.
  package static func sigmoidGradient(
    _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    inParts(count) { kernel_sigmoid_gradient_float(y + $0, dy + $0, dx + $0, $1) }
  }

  /// y = tanh x.
  package static func tanh(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    inParts(count) { kernel_tanh_float(x + $0, y + $0, $1) }
  }

  /// dx = dy · (1 - y²), from the output of the layer.
  package static func tanhGradient(
    _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    inParts(count) { kernel_tanh_gradient_float(y + $0, dy + $0, dx + $0, $1) }
  }

  /// y = x · Φ(x) = x / 2 · (1 + erf(x / √2)).
  package static func gelu(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    inParts(count) { kernel_gelu_float(x + $0, y + $0, $1) }
  }

  /// dx = dy · (Φ(x) + x · φ(x)), from the input of the layer.
  package static func geluGradient(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    inParts(count) { kernel_gelu_gradient_float(x + $0, dy + $0, dx + $0, $1) }
  }

  /// y = eˣ.
  package static func exp(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    inParts(count) { kernel_exp_float(x + $0, y + $0, $1) }
  }

  /// Whether no element is NaN or infinite: what a loss scaler asks of the gradients.
  package static func allFinite(_ x: UnsafePointer<Float>, count: Int) -> Bool {
    kernel_all_finite_float(x, count) == 1
  }

  /// Calls `body` with the start and the length of each part of `count` elements.
  static func inParts(_ count: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    guard count >= 2 * part, ThreadPool.current.threads > 1 else { return body(0, count) }
    ThreadPool.current.parallel((count + part - 1) / part) { index in
      let start = index * part
      body(start, min(part, count - start))
    }
  }

  /// Calls `body` with the first row and the number of rows of each part.
  static func inRows(
    _ rows: Int, of columns: Int, _ body: (_ first: Int, _ count: Int) -> Void
  ) {
    guard rows > 1, rows * columns >= 2 * part, ThreadPool.current.threads > 1 else {
      return body(0, rows)
    }
    let height = max(1, part / max(1, columns))
    ThreadPool.current.parallel((rows + height - 1) / height) { index in
      let first = index * height
      body(first, min(height, rows - first))
    }
  }
}
