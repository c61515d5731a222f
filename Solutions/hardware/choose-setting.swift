import ModelOptimization

/// One way to run a model.
struct Setting: Equatable {
  /// The examples in a call.
  var batch: Int
  /// How many threads share a call.
  var threads: Int
  /// How the weights are stored.
  var precision: WeightPrecision
}

/// What a setting costs and gives on this machine.
struct Trial {
  var setting: Setting
  /// The time of a call with a full batch.
  var latency: Latency
  /// Weights and activations.
  var bytes: Int
  /// The share of right answers, from 0 to 1.
  var accuracy: Double
}

/// What must not be missed; a value that just meets a limit is good.
struct Limits {
  /// The most that 99 calls of 100 may take.
  var p99: Duration
  /// The most memory.
  var bytes: Int
  /// The least accuracy.
  var accuracy: Double
}

/// Tries a setting with a real model on real pictures.
///
/// - Parameters:
///   - setting: what to try.
///   - model: with weights in 32 bits.
///   - inputShape: the shape of one example.
///   - images: shape `[images] + inputShape`, at least a batch of them.
///   - labels: the right class of each image.
///   - calls: how many calls to time, after 3 that are not.
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
  let weights = ModelCost(model, inputShape: inputShape).weightBytes(in: setting.precision)
  return Trial(
    setting: setting, latency: latency, bytes: weights + session.activationBytes,
    accuracy: accuracy(of: answers, labels: labels))
}

/// The setting with the most examples a second, by the median, among those that keep all limits.
///
/// - Returns: among equally fast ones that with the fewest bytes; nil where none keeps the limits.
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

/// Examples a second, when one call follows the other.
private func rate(of trial: Trial) -> Double {
  trial.latency.throughput(batch: trial.setting.batch)
}

/// The model with its weights rounded as `precision` would store them. This is given: they are
/// still floats, so accuracy changes and speed does not.
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
