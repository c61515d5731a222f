extension Sequential {
  /// The network as it is used after training: batch norms folded into the convolutions and dense
  /// layers before them, dropout gone; in residual blocks as well.
  ///
  /// Its outputs are those of the network up to rounding. It has fewer parameters, and is what is
  /// quantized or saved; to train on, keep the network itself.
  public func foldingBatchNorms() -> Sequential {
    var folded: [any TrainableLayer] = []
    for layer in layers {
      switch layer {
      case let sequence as Sequential: folded += sequence.foldingBatchNorms().layers
      case var block as Residual:
        block.body = block.body.foldingBatchNorms()
        block.shortcut = block.shortcut?.foldingBatchNorms()
        folded.append(block)
      case is Dropout: break
      case let norm as BatchNorm:
        if let before = folded.last as? any ScalableLayer, before.takes(norm) {
          folded[folded.count - 1] = before.folding(norm)
        } else {
          folded.append(norm)
        }
      default: folded.append(layer)
      }
    }
    return Sequential(folded)
  }
}
