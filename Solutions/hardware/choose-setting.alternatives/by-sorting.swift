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
  let cost = ModelCost(model, inputShape: inputShape)
  let prepared = PreparedModel(rounded(model, to: setting.precision), inputShape: inputShape)
  let session = InferenceSession(
    prepared, maximumBatch: setting.batch, threads: setting.threads)
  var right = 0
  var rest = Array(labels.indices)
  while !rest.isEmpty {
    let places = Array(rest.prefix(setting.batch))
    let answers = argmax(session(images.rows(at: places)))
    right += zip(places, answers).count { place, answer in labels[place] == answer }
    rest.removeFirst(places.count)
  }
  var samples: [Duration] = []
  let batch = images.rows(0..<setting.batch)
  for call in -3..<calls {
    let time = ContinuousClock().measure { _ = session(batch) }
    if call >= 0 { samples.append(time) }
  }
  return Trial(
    setting: setting, latency: Latency(samples: samples),
    bytes: cost.weightBytes(in: setting.precision)
      + prepared.activationBytes(maximumBatch: setting.batch, threads: setting.threads),
    accuracy: Double(right) / Double(labels.count))
}

func chosenSetting(from trials: [Trial], within limits: Limits) -> Setting? {
  // Fewest bytes first: of equally fast ones, the first that is found then stays.
  var best: Trial?
  for trial in trials.sorted(by: { $0.bytes < $1.bytes }) {
    guard trial.latency.p99 <= limits.p99, trial.bytes <= limits.bytes,
      trial.accuracy >= limits.accuracy
    else { continue }
    let fastest = best.map { $0.latency.throughput(batch: $0.setting.batch) } ?? 0
    if trial.latency.throughput(batch: trial.setting.batch) > fastest { best = trial }
  }
  return best?.setting
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
