/// What PyTorch computes; see `Fixtures/make_training_reference.py`.
struct TrainingReference: Decodable {
  struct Optimizers: Decodable {
    var start: Expected
    var gradients: [Expected]
    var paths: [String: [Expected]]
  }
  struct Losses: Decodable {
    var output, target, gradient: Expected
    var meanSquaredError: Double
  }
  struct Clipping: Decodable {
    var before, after: [Expected]
    var norm: Double
  }
  struct Formats: Decodable {
    var values, fp16, bf16: [UInt32]
  }
  var optimizers: Optimizers
  var losses: Losses
  var clipping: Clipping
  var schedules: [String: [Double]]
  var formats: Formats

  static func read() throws -> TrainingReference {
    try Fixture.table("training-reference.json", as: TrainingReference.self)
  }
}
