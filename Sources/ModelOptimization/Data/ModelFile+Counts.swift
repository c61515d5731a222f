extension ModelFile {
  /// The weights and biases, however they are stored; statistics of norms are not among them.
  public var parameterCount: Int {
    parameters {
      $0.count
    } integers: {
      $0.count
    }
  }

  /// The weights and biases that are not zero.
  public var nonzeroParameterCount: Int {
    parameters {
      $0.elements.count { $0 != 0 }
    } integers: {
      $0.count { $0 != 0 }
    }
  }

  /// The multiplications of one example, each with its addition.
  public var multiplyAccumulates: Int {
    switch model {
    case .network(let network): network.multiplyAccumulates(for: [1] + inputShape)
    case .quantized: prepared.operators.reduce(0) { $0 + $1.multiplyAccumulates }
    }
  }

  /// Adds up a count over all parameters.
  private func parameters(
    _ count: (Tensor) -> Int, integers: ([Int32]) -> Int
  ) -> Int {
    switch model {
    case .network(let network): return network.parameters.reduce(0) { $0 + count($1) }
    case .quantized(let model):
      return model.layers.reduce(0) { sum, layer in
        switch layer.operation {
        case .layer(let layer): return sum + layer.parameters.reduce(0) { $0 + count($1) }
        case .product(let product):
          let weights =
            switch product.weight {
            case .floats(let tensor, _): count(tensor)
            case .integers(let tensor):
              // An integer that stands for zero counts as zero, whatever its zero point.
              tensor.grid.scheme == .symmetric
                ? integers(tensor.integers) : count(tensor.dequantized())
            }
          switch product.arithmetic {
          case .integer(let bias, _): return sum + weights + integers(bias)
          case .dynamic(let bias), .floatingPoint(let bias):
            return sum + weights + count(Tensor(bias, shape: [bias.count]))
          }
        default: return sum
        }
      }
    }
  }
}
