/// Random weights whose variance is 2 / `sumLength`, `sumLength` being the terms of one sum.
func randomWeights(
  _ shape: [Int], sumLength: Int, using generator: inout some RandomNumberGenerator
) -> Tensor {
  let bound = (6 / Float(sumLength)).squareRoot()
  let count = shape.reduce(1, *)
  return Tensor((0..<count).map { _ in (2 * generator.nextUnit() - 1) * bound }, shape: shape)
}
