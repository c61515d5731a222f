#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What an LSTM computed at each step; each tensor has one row for each sequence.
struct LSTMSteps: Sendable {
  let batch: Int
  let length: Int
  /// i, f, g and o after their functions, `[batch, 4 · hidden]`; empty in inference.
  var gates: [Tensor] = []
  /// c, `[batch, hidden]`; the last one alone in inference.
  var cells: [Tensor] = []
  /// h, `[batch, hidden]`.
  var outputs: [Tensor] = []

  /// The rows of all steps, `[batch, length, width]`.
  func joined(_ steps: [Tensor], width: Int) -> Tensor {
    Tensor(shape: [batch, length, width]) { target in
      for (step, rows) in steps.enumerated() {
        rows.withElements { rows in
          for row in 0..<batch {
            (target + (row * length + step) * width).update(
              from: rows + row * width, count: width)
          }
        }
      }
    }
  }

  /// The rows of one step, `[batch, width]`, out of `[batch, length, width]`.
  func step(_ step: Int, of rows: Tensor, width: Int) -> Tensor {
    Tensor(shape: [batch, width]) { target in
      rows.withElements { rows in
        for row in 0..<batch {
          (target + row * width).update(
            from: rows + (row * length + step) * width, count: width)
        }
      }
    }
  }
}

extension LSTM {
  /// Reads a batch of sequences.
  func read(_ x: Tensor, isTraining: Bool) -> LSTMSteps {
    _ = outputShape(for: x.shape)
    var steps = LSTMSteps(batch: x.shape[0], length: x.shape[1])
    // The input's share in the gates is one product for all steps; only the rest must wait.
    let fromInput = product(
      x.reshaped(to: [steps.batch * steps.length, inputs]), inputWeight, bias: bias,
      rectified: false)
    var cell = Tensor(zeros: [steps.batch, hidden])
    var output = cell
    for step in 0..<steps.length {
      var gates = steps.step(step, of: fromInput, width: 4 * hidden)
      matmul(output, recurrentWeight, addedTo: &gates)
      advance(&gates, &cell, &output)
      if isTraining {
        steps.gates.append(gates)
        steps.cells.append(cell)
      }
      if isTraining || returnsSequence || step == steps.length - 1 { steps.outputs.append(output) }
    }
    return steps
  }

  /// One step: applies the functions of the gates in place, and moves the cell and the output.
  private func advance(_ gates: inout Tensor, _ cell: inout Tensor, _ output: inout Tensor) {
    let (hidden, batch) = (hidden, gates.shape[0])
    let before = cell
    cell = Tensor(shape: before.shape) { cell in
      output = Tensor(shape: before.shape) { output in
        gates.withMutableElements { gates in
          before.withElements { before in
            parallelRanges(batch, grain: max(1, elementGrain / (16 * hidden))) {
              for row in $0 {
                let gate = gates + row * 4 * hidden
                Elementwise.sigmoid(gate, into: gate, count: 2 * hidden)
                Elementwise.tanh(gate + 2 * hidden, into: gate + 2 * hidden, count: hidden)
                Elementwise.sigmoid(gate + 3 * hidden, into: gate + 3 * hidden, count: hidden)
                let (cell, before) = (cell + row * hidden, before + row * hidden)
                let output = output + row * hidden
                for unit in 0..<hidden {
                  let kept = gate[hidden + unit] * before[unit]
                  cell[unit] = kept + gate[unit] * gate[2 * hidden + unit]
                }
                Elementwise.tanh(cell, into: output, count: hidden)
                for unit in 0..<hidden { output[unit] *= gate[3 * hidden + unit] }
              }
            }
          }
        }
      }
    }
  }

  /// Backpropagation through time: from the last step to the first, dh and dc take with them what
  /// later steps made of h and c.
  ///
  ///     dc += dh · o · (1 - tanh²c)
  ///     do = dh · tanh c · o(1 - o)        di = dc · g · i(1 - i)
  ///     df = dc · c[t-1] · f(1 - f)        dg = dc · i · (1 - g²)
  ///     dh[t-1] = (di, df, dg, do) · recurrentWeightᵀ        dc[t-1] = dc · f
  func gradient(
    _ x: Tensor, _ steps: LSTMSteps, _ dY: Tensor, needsInput: Bool
  ) -> LayerGradient {
    let (batch, length) = (steps.batch, steps.length)
    let zeros = Tensor(zeros: [batch, hidden])
    var (dH, dC) = (zeros, zeros)
    if !returnsSequence { dH = dY }
    var gateGradients = [Tensor](repeating: zeros, count: length)
    for step in (0..<length).reversed() {
      if returnsSequence {
        let own = steps.step(step, of: dY, width: hidden)
        dH = mapElements(dH, own) { Elementwise.add($0, $1, into: $2, count: $3) }
      }
      let before = step > 0 ? steps.cells[step - 1] : zeros
      let gradient = gateGradient(
        steps.gates[step], cell: steps.cells[step], before: before, dH, &dC)
      gateGradients[step] = gradient
      if step > 0 { dH = matmul(gradient, recurrentWeight, transposing: .right) }
    }
    let dGates = steps.joined(gateGradients, width: 4 * hidden)
      .reshaped(to: [batch * length, 4 * hidden])
    let outputsBefore = steps.joined(
      Array(([zeros] + steps.outputs).prefix(length)), width: hidden)
    let rows = x.reshaped(to: [batch * length, inputs])
    let recurrent = matmul(
      outputsBefore.reshaped(to: [batch * length, hidden]), dGates, transposing: .left)
    return LayerGradient(
      input: needsInput
        ? matmul(dGates, inputWeight, transposing: .right).reshaped(to: x.shape) : nil,
      parameters: [matmul(rows, dGates, transposing: .left), recurrent, columnSums(dGates)])
  }

  /// How the loss changes with the sums that the gates were made of; moves dc one step back.
  private func gateGradient(
    _ gates: Tensor, cell: Tensor, before: Tensor, _ dH: Tensor, _ dC: inout Tensor
  ) -> Tensor {
    let (hidden, batch) = (hidden, gates.shape[0])
    return Tensor(shape: gates.shape) { gradients in
      dC.withMutableElements { dC in
        withElements(gates, cell, before) { gates, cell, before in
          dH.withElements { dH in
            parallelRanges(batch, grain: max(1, elementGrain / (16 * hidden))) {
              for row in $0 {
                let (gate, gradient) = (gates + row * 4 * hidden, gradients + row * 4 * hidden)
                for unit in 0..<hidden {
                  let index = row * hidden + unit
                  let (i, f) = (gate[unit], gate[hidden + unit])
                  let (g, o) = (gate[2 * hidden + unit], gate[3 * hidden + unit])
                  let squashed = tanh(cell[index])
                  let slope = dC[index] + dH[index] * o * (1 - squashed * squashed)
                  gradient[unit] = slope * g * i * (1 - i)
                  gradient[hidden + unit] = slope * before[index] * f * (1 - f)
                  gradient[2 * hidden + unit] = slope * i * (1 - g * g)
                  gradient[3 * hidden + unit] = dH[index] * squashed * o * (1 - o)
                  dC[index] = slope * f
                }
              }
            }
          }
        }
      }
    }
  }
}
