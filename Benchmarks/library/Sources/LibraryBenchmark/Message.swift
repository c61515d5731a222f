/// What Benchmarks/run asks for, one line of JSON each; which fields are set depends on `verb`.
struct Request: Decodable {
  enum Verb: String, Decodable {
    /// Makes a case ready, and writes its inputs and its result to files.
    case prepare
    /// Runs a case again and again.
    case run
    /// Forgets a case.
    case forget
    /// Measures what the processor can do at best.
    case peak
    /// Trains a network for some steps.
    case train
    /// Writes the weights of a network to a file.
    case weights
  }

  enum Kind: String, Decodable {
    /// Floats, the right matrix packed on every call where that pays.
    case plain
    /// Floats, the right matrix packed once.
    case packed
    /// u8 · s8 into s32 in the form that the library chooses by its proof.
    case integerFast = "integer-fast"
    /// u8 · s8 into s32 by 16-bit products, for any weights.
    case integerExact = "integer-exact"
    /// u8 · s8 into s32 with VNNI.
    case integerDot = "integer-dot"
    /// A network.
    case network
    /// A network in static INT8, for each channel.
    case staticNetwork = "network-static"
    /// A network whose dense layers are in dynamic INT8.
    case dynamicNetwork = "network-dynamic"
  }

  let verb: Verb
  var key: String?
  var kind: Kind?
  var m: Int?
  var k: Int?
  var n: Int?
  var model: String?
  var batch: Int?
  var folder: String?
  var path: String?
  var milliseconds: Double?
  var each: Bool?
  var steps: Int?
  var warmUp: Int?
}

/// What is answered, one line of JSON each.
struct Response: Encodable {
  var error: String?
  /// False where this machine cannot do what was asked for.
  var available: Bool?
  /// Seconds of a call.
  var median: Double?
  /// Of every call, where each was to be timed.
  var times: [Double]?
  var calls: Int?
  /// 10⁹ floating-point operations a second.
  var gigaFLOPs: Double?
  var stepsPerSecond: Double?
  var peakBytes: Int?
  var instructions: String?
  var threads: Int?
  var layers: [LayerEntry]?
}
