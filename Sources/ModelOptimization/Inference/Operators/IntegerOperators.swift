import CKernels

/// A convolution of bytes, with the activation and the pooling that follow it.
struct IntegerConvolutionOperator: PreparedOperator {
  let convolution: IntegerConvolution

  var scratchBytes: Int { 4 * convolution.scratchCount }

  func run(_ task: OperatorTask) {
    let input = task.input(as: UInt8.self)
    if convolution.output.elementBytes == 1 {
      convolution(
        input, into: task.output(as: UInt8.self), batch: task.examples, scratch: task.scratch,
        pool: task.pool)
    } else {
      convolution(
        input, into: task.output(as: Float.self), batch: task.examples, scratch: task.scratch,
        pool: task.pool)
    }
  }
}

/// A dense layer of bytes, with the activation that follows it.
struct IntegerDenseOperator: PreparedOperator {
  let dense: IntegerDense

  var scratchBytes: Int { 4 * dense.scratchCount }

  func run(_ task: OperatorTask) {
    let input = task.input(as: UInt8.self)
    if dense.output.elementBytes == 1 {
      dense(
        input, into: task.output(as: UInt8.self), rows: task.examples, scratch: task.scratch,
        pool: task.pool)
    } else {
      dense(
        input, into: task.output(as: Float.self), rows: task.examples, scratch: task.scratch,
        pool: task.pool)
    }
  }
}

/// A dense layer whose input becomes bytes of a range that is taken at run time, row by row.
struct DynamicDenseOperator: PreparedOperator {
  let dense: DynamicDense

  var scratchBytes: Int { 4 * dense.scratchCount }

  func sharedBytes(examples: Int) -> Int { dense.quantizedBytes(rows: examples) }

  func run(_ task: OperatorTask) {
    dense(
      task.input(as: Float.self), into: task.output(as: Float.self), rows: task.examples,
      quantized: task.shared, scratch: task.scratch, pool: task.pool)
  }
}

/// The largest byte of each window.
struct IntegerMaximumPoolingOperator: PreparedOperator {
  /// The sizes for one image.
  let geometry: PoolingGeometry

  func run(_ task: OperatorTask) {
    IntegerPooling.maximum(
      task.input(as: UInt8.self), into: task.output(as: UInt8.self), geometry,
      batch: task.examples, pool: task.pool)
  }
}

/// The mean of each window of bytes, as bytes of another scale.
struct IntegerAveragePoolingOperator: PreparedOperator {
  let pooling: IntegerAveragePooling

  func run(_ task: OperatorTask) {
    pooling(
      task.input(as: UInt8.self), into: task.output(as: UInt8.self), batch: task.examples,
      pool: task.pool)
  }
}

/// The sum of two values of bytes, with or without ReLU: the end of a residual block.
struct IntegerSumOperator: PreparedOperator {
  let sum: IntegerSum
  /// Elements of an example.
  let count: Int

  func run(_ task: OperatorTask) {
    let (a, b) = (task.input(as: UInt8.self), task.secondInput(as: UInt8.self))
    let output = task.output(as: UInt8.self)
    task.inParts(task.examples * count, workOfOne: 2) { start, count in
      kernel_integer_sum(
        a + start, Int32(sum.first.zeroPoint), sum.first.multiplier, b + start,
        Int32(sum.second.zeroPoint), sum.second.multiplier, sum.shift, Int32(sum.zeroPoint),
        Int32(sum.range.lowerBound), Int32(sum.range.upperBound), output + start, count)
    }
  }
}

/// A dense layer whose weights stay in 4 or 8 bits in memory, for activations of floats.
struct GroupedDenseOperator: PreparedOperator {
  let weights: GroupedWeights

  func run(_ task: OperatorTask) {
    weights.multiply(
      task.input(as: Float.self), into: task.output(as: Float.self), rows: task.examples,
      pool: task.pool)
  }
}
