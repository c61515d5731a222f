import ModelOptimization

struct Setting: Equatable {
  var batch: Int
  var threads: Int
  var precision: WeightPrecision
}

struct Trial {
  var setting: Setting
  var latency: Latency
  var bytes: Int
  var accuracy: Double
}

struct Limits {
  var p99: Duration
  var bytes: Int
  var accuracy: Double
}

func trial(
  of setting: Setting, for model: Sequential, inputShape: [Int], images: Tensor, labels: [Int],
  calls: Int
) -> Trial {
  let stored = rounded(model, to: setting.precision)
  let session = InferenceSession(
    stored, inputShape: inputShape, maximumBatch: setting.batch, threads: setting.threads)
  var answers: [Int] = []
  for first in stride(from: 0, to: images.rowCount, by: setting.batch) {
    let end = min(first + setting.batch, images.rowCount)
    answers += argmax(session(images.rows(first..<end)))
  }
  let batch = images.rows(0..<setting.batch)
  let latency = measureLatency(warmUp: 3, repetitions: calls) { _ = session(batch) }
  let weights = ModelCost(model, inputShape: inputShape).weightBytes(in: .fp32)
  return Trial(
    setting: setting, latency: latency, bytes: weights + session.activationBytes,
    accuracy: accuracy(of: answers, labels: labels))
}

func chosenSetting(from trials: [Trial], within limits: Limits) -> Setting? {
  let good = trials.filter { trial in
    trial.latency.p99 <= limits.p99 && trial.bytes <= limits.bytes
      && trial.accuracy >= limits.accuracy
  }
  let best = good.max { left, right in
    let (slow, fast) = (rate(of: left), rate(of: right))
    return slow < fast || (slow == fast && left.bytes > right.bytes)
  }
  return best?.setting
}

private func rate(of trial: Trial) -> Double {
  trial.latency.throughput(batch: trial.setting.batch)
}

func rounded(_ model: Sequential, to precision: WeightPrecision) -> Sequential {
  var copy = model
  copy.parameters = model.parameters.map { tensor in rounded(tensor, to: precision) }
  return copy
}

private func rounded(_ tensor: Tensor, to precision: WeightPrecision) -> Tensor {
  guard tensor.shape.count > 1, precision == .int8 || precision == .int4 else { return tensor }
  let isDense = tensor.shape.count == 2
  let outputs = tensor.shape[isDense ? 1 : 0]
  let inputs = tensor.count / outputs
  let group = precision == .int8 ? inputs : WeightPrecision.groupSize
  let top: Float = precision == .int8 ? 127 : 7
  var numbers = tensor.elements
  for output in 0..<outputs {
    for first in stride(from: 0, to: inputs, by: group) {
      let places = (first..<min(first + group, inputs)).map { input in
        isDense ? input * outputs + output : output * inputs + input
      }
      let scale = (places.map { place in abs(numbers[place]) }.max() ?? 0) / top
      for place in places where scale > 0 {
        numbers[place] = (numbers[place] / scale).rounded() * scale
      }
    }
  }
  return Tensor(numbers, shape: tensor.shape)
}
