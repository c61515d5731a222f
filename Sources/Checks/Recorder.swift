#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Signs what the checks report and writes it to the private channel.
///
/// A check runs synchronously on the main thread; its calls arrive one after the other.
struct Recorder {
  /// The recorder of this program; set once, before the first check.
  nonisolated(unsafe) static var current: Recorder?

  private let signer: SipHash
  private let descriptor: Int32
  private var sequence = 0
  private var check = -1
  /// How many expectations the current check has made.
  private(set) var calls = 0
  /// How many of them did not hold.
  private(set) var failures = 0
  /// How many of them could not be decided.
  private(set) var undecided = 0

  /// Whether what would be measured is taken to hold.
  var assumesSpeed = false

  init(key: [UInt8], descriptor: Int32) {
    signer = SipHash(key: key)
    self.descriptor = descriptor
  }

  /// The limits are set; the checks follow.
  mutating func ready(fields: [String: String]) {
    write(.ready, fields: fields)
  }

  /// Begins the check at `index`.
  mutating func begin(_ index: Int) {
    check = index
    calls = 0
    failures = 0
    undecided = 0
    write(.begin)
  }

  /// Notes an expectation that held.
  mutating func hold() {
    calls += 1
  }

  /// Notes an expectation that did not hold. Only the first few of a check are sent: a loop over
  /// thousands of values would tell nothing more.
  mutating func fail(_ fields: [String: String]) {
    calls += 1
    failures += 1
    if failures <= 3 { write(.failure, fields: fields) }
  }

  /// Notes an expectation that noise kept from being decided.
  mutating func leaveUndecided(_ fields: [String: String]) {
    calls += 1
    undecided += 1
    write(.undecided, fields: fields)
  }

  /// Ends the current check and says whether it passed.
  mutating func end() -> Bool {
    write(
      .end,
      fields: [
        "calls": String(calls), "failures": String(failures), "undecided": String(undecided),
      ])
    return calls > 0 && failures == 0 && undecided == 0
  }

  /// Every check has run.
  mutating func done() {
    check = -1
    write(.done)
  }

  private mutating func write(_ kind: Record.Kind, fields: [String: String] = [:]) {
    let record = Record(sequence: sequence, kind: kind, check: check, fields: fields)
    sequence += 1
    let bytes = Array((record.line(signer: signer) + "\n").utf8)
    bytes.withUnsafeBytes { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while let base = rest.baseAddress, !rest.isEmpty {
        #if canImport(Glibc)
          let written = Glibc.write(descriptor, base, rest.count)
        #elseif canImport(Darwin)
          let written = Darwin.write(descriptor, base, rest.count)
        #endif
        if written < 0, errno == EINTR { continue }
        // A channel that the learner's code closed leaves checks without a report, which the
        // grader counts as failures.
        guard written > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      }
    }
  }
}
