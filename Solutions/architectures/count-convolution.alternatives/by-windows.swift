struct ConvolutionPlan {
  var inputs: Int
  var outputs: Int
  var size: Int
  var stride = 1
  var padding = 0
  var hasBias = true
}

// Everything is counted by the windows: where they begin, and what each of them holds.
private func begins(_ side: Int, _ plan: ConvolutionPlan) -> [Int] {
  let last = side + plan.padding - plan.size
  return Array(stride(from: -plan.padding, through: last, by: plan.stride))
}

private func weights(_ plan: ConvolutionPlan) -> Int {
  var bare = plan
  bare.hasBias = false
  return parameterCount(of: bare)
}

func outputSide(_ side: Int, of plan: ConvolutionPlan) -> Int { begins(side, plan).count }

func parameterCount(of plan: ConvolutionPlan) -> Int {
  let numbers = plan.inputs * plan.size * plan.size + (plan.hasBias ? 1 : 0)
  return numbers * plan.outputs
}

func multiplyAccumulates(of plan: ConvolutionPlan, side: Int) -> Int {
  let rows = begins(side, plan)
  return rows.reduce(0) { sum, _ in sum + rows.count * weights(plan) }
}

func activationBytes(of plan: ConvolutionPlan, side: Int) -> Int {
  let area = { (side: Int) in side * side }
  let read = area(side) * plan.inputs
  let written = area(outputSide(side, of: plan)) * plan.outputs
  return (read + written) * MemoryLayout<Float>.size
}
