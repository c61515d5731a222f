/// A tensor cut into the blocks of numbers that share a scale.
package struct QuantizationBlocks: Equatable, Sendable {
  /// The length of the output axis.
  package let outputs: Int
  /// The numbers of each output.
  package let inputs: Int
  /// The product of the axes before the output axis, and of those behind it: the number at
  /// [outer, output, inner] is input outer · innerCount + inner.
  package let outerCount: Int
  package let innerCount: Int
  /// The inputs that share a scale; at least 1.
  package let groupSize: Int
  /// The scales of each output; 1 as well where all outputs share one.
  package let groups: Int
  /// Whether all outputs share one scale.
  package let isWhole: Bool

  /// Cuts a tensor.
  ///
  /// - Parameters:
  ///   - shape: of the tensor.
  ///   - outputAxis: nil for that of this library's layers: 1 of two axes, else 0.
  /// - Throws: `QuantizationError.impossibleShape`, `axisOutOfRange`, `groupSizeOutOfRange`,
  ///   `groupSizeDoesNotDivide`.
  package init(
    shape: [Int], granularity: Granularity, outputAxis: Int?
  ) throws(QuantizationError) {
    // A shape may come from a file. Bits are counted, hence the 16.
    let (bits, overflow) = shape.reduce((16, false)) { product, length in
      let (next, overflow) = product.0.multipliedReportingOverflow(by: length)
      return (next, product.1 || overflow || length < 0)
    }
    guard !overflow, bits >= 0 else { throw .impossibleShape(shape) }
    let axis = outputAxis ?? (shape.count == 2 ? 1 : 0)
    // A single number has no axis, and needs none.
    guard shape.indices.contains(axis) || (shape.isEmpty && axis == 0) else {
      throw .axisOutOfRange(axis: axis, shape: shape)
    }
    outputs = shape.isEmpty ? 1 : shape[axis]
    outerCount = elementCount(of: Array(shape.prefix(axis)))
    innerCount = elementCount(of: Array(shape.dropFirst(axis + 1)))
    inputs = outerCount * innerCount
    isWhole = granularity == .tensor
    guard case .group(let size, let mustDivide) = granularity else {
      (groupSize, groups) = (max(inputs, 1), 1)
      return
    }
    guard size >= 1 else { throw .groupSizeOutOfRange(size) }
    if mustDivide, inputs > size, !inputs.isMultiple(of: size) {
      throw .groupSizeDoesNotDivide(size: size, inputs: inputs)
    }
    groupSize = size
    groups = max((inputs + size - 1) / size, 1)
  }

  /// The number of scales.
  package var scaleCount: Int { isWhole ? 1 : outputs * groups }

  /// Where each block lies in the elements taken output by output, in the order of the scales.
  package var places: [Range<Int>] {
    if isWhole { return [0..<outputs * inputs] }
    return (0..<outputs).flatMap { output in
      stride(from: 0, to: max(inputs, 1), by: groupSize).map { start in
        output * inputs + start..<output * inputs + min(start + groupSize, inputs)
      }
    }
  }

  /// The least and the largest number of each block, in the order of the scales.
  package func ranges(of tensor: Tensor) -> [ClosedRange<Float>] {
    var least = [Float](repeating: .infinity, count: scaleCount)
    var largest = [Float](repeating: -.infinity, count: scaleCount)
    tensor.withElements { elements in
      forEachRun { run in
        var (low, high) = (least[run.place], largest[run.place])
        for index in run.elements {
          low = min(low, elements[index])
          high = max(high, elements[index])
        }
        (least[run.place], largest[run.place]) = (low, high)
      }
    }
    return zip(least, largest).map { $0...$1 }
  }

  /// Calls `body` for stretches of elements that lie side by side and share a scale, in the order
  /// of the elements; together they are all elements.
  ///
  /// - Parameter body: takes the place of the scale, and those of the elements.
  @inline(__always)
  func forEachRun(_ body: ((place: Int, elements: Range<Int>)) -> Void) {
    if isWhole { return body((0, 0..<outputs * inputs)) }
    for outer in 0..<outerCount {
      for output in 0..<outputs {
        let start = (outer * outputs + output) * innerCount
        var input = outer * innerCount
        let end = input + innerCount
        while input < end {
          let group = input / groupSize
          let next = min(end, (group + 1) * groupSize)
          let first = start + input - outer * innerCount
          body((output * groups + group, first..<first + next - input))
          input = next
        }
      }
    }
  }

  /// The tensor's elements output by output: `[outputs, inputs]`, row-major.
  package func outputMajor<Number>(_ elements: [Number]) -> [Number] {
    guard outerCount > 1 else { return elements }
    var result: [Number] = []
    result.reserveCapacity(elements.count)
    for output in 0..<outputs {
      for outer in 0..<outerCount {
        let start = (outer * outputs + output) * innerCount
        for inner in 0..<innerCount { result.append(elements[start + inner]) }
      }
    }
    return result
  }

  /// The elements in the tensor's own order, from those output by output.
  package func ownOrder<Number>(_ elements: [Number]) -> [Number] {
    guard outerCount > 1 else { return elements }
    var result: [Number] = []
    result.reserveCapacity(elements.count)
    for outer in 0..<outerCount {
      for output in 0..<outputs {
        let start = output * inputs + outer * innerCount
        for inner in 0..<innerCount { result.append(elements[start + inner]) }
      }
    }
    return result
  }
}
