import ModelOptimization

/// The symmetric 8-bit scale of each output's weights.
///
/// - Parameters:
///   - weight: `[inputs, outputs]` of a dense layer, `[outputs, inputs, height, width]` of a
///     convolution, or any other shape.
///   - outputAxis: the axis that counts the outputs.
/// - Returns: largest magnitude / 127 for each output; 1 where all its weights are 0.
func channelScales(of weight: Tensor, outputAxis: Int) -> [Float] {
  elementsOfOutputs(of: weight, axis: outputAxis).map { places in
    var largest: Float = 0
    for place in places { largest = max(largest, weight.elements[place].magnitude) }
    return largest > 0 ? largest / 127 : 1
  }
}

/// The weights as they come back from integers of -127...127, each with the scale of its output.
///
/// - Parameters:
///   - weight: of any shape.
///   - outputAxis: the axis that counts the outputs.
/// - Returns: a tensor of the same shape.
func roundedByChannel(_ weight: Tensor, outputAxis: Int) -> Tensor {
  let scales = channelScales(of: weight, outputAxis: outputAxis)
  var elements = weight.elements
  for (output, places) in elementsOfOutputs(of: weight, axis: outputAxis).enumerated() {
    for place in places {
      let integer = (elements[place] / scales[output]).rounded(.toNearestOrEven)
      elements[place] = integer * scales[output]
    }
  }
  return Tensor(elements, shape: weight.shape)
}

/// The places of each output's elements.
private func elementsOfOutputs(of weight: Tensor, axis: Int) -> [[Int]] {
  let outputs = weight.shape[axis]
  let outer = weight.shape.prefix(axis).reduce(1, *)
  let inner = weight.shape.dropFirst(axis + 1).reduce(1, *)
  return (0..<outputs).map { output in
    (0..<outer).flatMap { block in
      (0..<inner).map { (block * outputs + output) * inner + $0 }
    }
  }
}
