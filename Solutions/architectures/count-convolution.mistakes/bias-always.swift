struct ConvolutionPlan {
  var inputs: Int
  var outputs: Int
  var size: Int
  var stride = 1
  var padding = 0
  var hasBias = true
}

func outputSide(_ side: Int, of plan: ConvolutionPlan) -> Int {
  (side + 2 * plan.padding - plan.size) / plan.stride + 1
}

func parameterCount(of plan: ConvolutionPlan) -> Int {
  let weights = plan.outputs * plan.inputs * plan.size * plan.size
  return weights + plan.outputs
}

func multiplyAccumulates(of plan: ConvolutionPlan, side: Int) -> Int {
  let output = outputSide(side, of: plan)
  return output * output * plan.outputs * plan.inputs * plan.size * plan.size
}

func activationBytes(of plan: ConvolutionPlan, side: Int) -> Int {
  let output = outputSide(side, of: plan)
  return 4 * (side * side * plan.inputs + output * output * plan.outputs)
}
