import CKernels

/// Softmax, layer norm and batch norm: what divides each row or column by something of its own.
///
/// Outputs may stand where inputs stood, but for `layerNormGradient`.
extension Reduction {
  /// y[row, i] = e to the power of x[row, i], divided by the row's sum of those.
  package static func softmaxRows(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      let start = first * columns
      kernel_softmax_rows_float(x + start, y + start, count, columns)
    }
  }

  /// y[row, i] = x[row, i] - log Σ of e to the power of x[row, …].
  package static func logSoftmaxRows(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      let start = first * columns
      kernel_log_softmax_rows_float(x + start, y + start, count, columns)
    }
  }

  /// dx = y · (dy - Σ of dy · y over the row), from the output of the softmax.
  package static func softmaxRowsGradient(
    _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      let start = first * columns
      kernel_softmax_rows_gradient_float(y + start, dy + start, dx + start, count, columns)
    }
  }

  /// dx = dy - eʸ · Σ of dy over the row, from the output of the log softmax.
  package static func logSoftmaxRowsGradient(
    _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      let start = first * columns
      kernel_log_softmax_rows_gradient_float(y + start, dy + start, dx + start, count, columns)
    }
  }

  /// y = (x - mean of the row) / √(variance of the row + epsilon) · scale[column] + shift[column].
  ///
  /// - Parameters:
  ///   - means: one number of each row, for the gradient.
  ///   - inverses: 1 / √(variance + epsilon) of each row, for the gradient.
  package static func layerNorm(
    _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>, means: UnsafeMutablePointer<Float>,
    inverses: UnsafeMutablePointer<Float>, rows: Int, columns: Int, epsilon: Float
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      let start = first * columns
      kernel_layer_norm_rows_float(
        x + start, scale, shift, y + start, means + first, inverses + first, count, columns,
        epsilon)
    }
  }

  /// The gradients of a layer norm.
  ///
  /// With n for x normalized and g for dy · scale, the input's is
  /// inverse · (g - mean of g over the row - n · mean of g · n over the row).
  ///
  /// - Parameters:
  ///   - means: as `layerNorm` gave them, like `inverses`.
  ///   - dx: ∂loss/∂x, `[rows, columns]`.
  ///   - scaleGradient: Σ over the rows of dy · n, `[columns]`; what stood there is forgotten.
  ///   - shiftGradient: Σ over the rows of dy, `[columns]`; what stood there is forgotten.
  package static func layerNormGradient(
    _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>, means: UnsafePointer<Float>,
    inverses: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    into dx: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
    scaleGradient: UnsafeMutablePointer<Float>, shiftGradient: UnsafeMutablePointer<Float>
  ) {
    scaleGradient.initialize(repeating: 0, count: columns)
    shiftGradient.initialize(repeating: 0, count: columns)
    // The parameters' gradients are added up over all rows, in one order: on one thread.
    kernel_layer_norm_rows_gradient_float(
      x, scale, means, inverses, dy, dx, rows, columns, scaleGradient, shiftGradient)
  }

  /// ∂loss/∂x of a batch norm in training mode, where a column is a channel.
  ///
  ///     dx = scale · inverse · (dy - mean of dy - n · mean of dy · n),  n = (x - mean) · inverse
  ///
  /// - Parameters:
  ///   - means: the mean of each channel over the batch, like `inverses`.
  ///   - inverses: 1 / √(variance + epsilon).
  ///   - slopeSums: Σ of dy of each channel (`columnSums`), the gradient of the shift.
  ///   - productSums: Σ of (x - mean) · dy (`columnProducts`); times `inverses` the gradient of
  ///     the scale.
  package static func batchNormGradient(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    means: UnsafePointer<Float>, inverses: UnsafePointer<Float>,
    slopeSums: UnsafePointer<Float>, productSums: UnsafePointer<Float>,
    into dx: UnsafeMutablePointer<Float>, rows: Int, channels: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * channels) { factors in
      guard let a = factors.baseAddress else { return }
      let (b, c) = (a + channels, a + 2 * channels)
      // dx is a blend of x, dy and a constant, whose factors are the same all over a channel.
      for channel in 0..<channels {
        let inverse = inverses[channel]
        let factor = scale[channel] * inverse
        let slope = slopeSums[channel] / Float(rows)
        let along = productSums[channel] / Float(rows) * inverse * inverse
        a[channel] = -factor * along
        b[channel] = factor
        c[channel] = factor * (along * means[channel] - slope)
      }
      Elementwise.inRows(rows, of: channels) { first, count in
        let start = first * channels
        kernel_blend_channels_float(x + start, dy + start, a, b, c, dx + start, count, channels)
      }
    }
  }
}
