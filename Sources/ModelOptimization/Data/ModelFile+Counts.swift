extension ModelFile {
  /// What the model costs before anything is run.
  public var cost: ModelCost {
    switch model {
    case .network(let network): ModelCost(network, inputShape: inputShape)
    case .quantized(let model): ModelCost(model)
    }
  }

  /// The weights and biases, however they are stored; statistics of norms are not among them.
  public var parameterCount: Int { cost.parameters }

  /// The multiplications of one example, each with its addition.
  public var multiplyAccumulates: Int { cost.multiplyAccumulates }

  /// The weights and biases that are not zero.
  public var nonzeroParameterCount: Int {
    func count(_ tensors: [Tensor]) -> Int {
      tensors.reduce(0) { $0 + $1.elements.count { $0 != 0 } }
    }
    switch model {
    case .network(let network): return count(network.parameters)
    case .quantized(let model):
      return model.layers.reduce(0) { sum, layer in
        switch layer.operation {
        case .layer(let layer): sum + count(layer.parameters)
        case .product(let product): sum + product.nonzeroCount
        default: sum
        }
      }
    }
  }
}

extension QuantizedProduct {
  /// The weights and biases that do not stand for zero.
  fileprivate var nonzeroCount: Int {
    let weights =
      switch weight {
      case .floats(let tensor, _): tensor.elements.count { $0 != 0 }
      case .integers(let tensor): tensor.dequantized().elements.count { $0 != 0 }
      }
    switch arithmetic {
    case .integer(let bias, _): return weights + bias.count { $0 != 0 }
    case .dynamic(let bias), .floatingPoint(let bias): return weights + bias.count { $0 != 0 }
    }
  }
}
