import Curriculum
import Foundation

/// One start of a learner's program, behind the walls.
struct ProgramRun: Sendable {
  let sandbox: Sandbox
  let program: String
  let libraries: [String]
  let limits: Limits
  let cache: BuildCache
  let dataFolder: URL?
  var withoutWalls: Set<GradingOptions.Wall> = []
  /// Whether the checks end with the first that fails.
  var stopsAtFailure = false
  /// Whether `expectFaster` holds without measuring.
  var assumesSpeed = false

  /// What came of it: how the process ended, and the records that its key signed.
  struct Result: Sendable {
    var end: ChildProcess.End
    var records: [Record]
    /// How many records had arrived when the first line came that the key did not sign.
    var forgedAfter: Int?
    /// The walls that stood.
    var walls: [String]
    /// The number of descriptors the program was left with, named in messages.
    var channel: Int
  }

  /// Open descriptors that a program may have; the channel is the highest.
  static let openFiles = 256

  /// Runs some of the checks.
  /// - Parameters:
  ///   - checks: indices, in order.
  ///   - passed: checks that passed before.
  ///   - seconds: wall time that is left.
  ///   - locatesCrashes: whether a crash prints its call stack.
  func run(
    checks: [Int], passed: [Int], seconds: Double, locatesCrashes: Bool = false
  ) async throws -> Result {
    var orders = Orders()
    var generator = SystemRandomNumberGenerator()
    orders.key = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    orders.checks = checks
    orders.passed = passed
    orders.locatesCrashes = locatesCrashes
    orders.stopsAtFailure = stopsAtFailure
    orders.assumesSpeed = assumesSpeed
    if !withoutWalls.contains(.limits) { limit(&orders) }
    if getuid() == 0, !withoutWalls.contains(.user) {
      // A user of its own for each run: limits count by user, and nobody may signal another's.
      orders.user = Int.random(in: 1_800_000_000...1_900_000_000, using: &generator)
    }
    orders.filtersSystemCalls = !withoutWalls.contains(.systemCallFilter)
    if sandbox.kind == .none, !withoutWalls.contains(.landlock) {
      orders.hidesFiles = true
      orders.readable = [dataFolder?.path].compactMap { $0 }
    }
    let command = sandbox.running(
      program, libraries: libraries, threads: try ThreadStates.folder(in: cache),
      data: dataFolder?.path)
    let environment = Sandbox.runEnvironment(data: dataFolder?.path)
    let process = ChildProcess(
      arguments: command,
      environment: Dictionary(environment, uniquingKeysWith: { first, _ in first }),
      orders: orders.text, timeLimit: seconds)
    let end = try await process.run()
    return read(end, key: orders.key)
  }

  private func limit(_ orders: inout Orders) {
    // Threads add up: wall time is the limit that counts, this one stops what escapes it.
    orders.processorSeconds = Int(limits.seconds * 4) + 2
    orders.memory = limits.memory
    orders.addressSpace = limits.memory + (1 << 30)
    orders.fileSize = 32 << 20
    orders.openFiles = ProgramRun.openFiles
    orders.processes = processLimit
  }

  /// Reads the channel: records must be signed and follow one another without a gap.
  private func read(_ end: ChildProcess.End, key: [UInt8]) -> Result {
    let signer = SipHash(key: key)
    var result = Result(
      end: end, records: [], walls: [], channel: ProgramRun.openFiles - 1)
    // A line without an end was cut off when the program died.
    let lines = end.channel.text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines.dropLast() where !line.isEmpty {
      let body = line.dropFirst(17)
      let trusted =
        withoutWalls.contains(.signatures)
        ? Record.hexadecimal(signer.hash(body.utf8)) + " " + body : String(line)
      guard let record = Record(line: trusted, signer: signer),
        record.sequence == result.records.count || withoutWalls.contains(.signatures)
      else {
        if result.forgedAfter == nil { result.forgedAfter = result.records.count }
        continue
      }
      result.records.append(record)
    }
    if let ready = result.records.first, ready.kind == .ready {
      let inside = (ready.fields["walls"] ?? "").split(separator: ",").map { String($0) }
      result.walls = (sandbox.kind == .none ? [] : [sandbox.name]) + inside
    }
    return result
  }

  /// Threads that the program may have. The kernel counts them by user: root gives each run a
  /// user of its own, and since Linux 5.14 a user namespace counts apart. Elsewhere what the
  /// user runs already is added.
  private var processLimit: Int {
    let allowed = 64
    #if os(Linux)
      if getuid() == 0, !withoutWalls.contains(.user) { return allowed }
      let version = ProcessInfo.processInfo.operatingSystemVersion
      let isApart = (version.majorVersion, version.minorVersion) >= (5, 14)
      if sandbox.kind != .none, isApart { return allowed }
      return allowed + ProgramRun.threadsOfUser()
    #else
      return allowed
    #endif
  }

  /// How many threads the user runs now, as `/proc` lists them.
  private static func threadsOfUser() -> Int {
    let manager = FileManager.default
    let processes = (try? manager.contentsOfDirectory(atPath: "/proc")) ?? []
    let user = getuid()
    return processes.reduce(0) { sum, process in
      var status = stat()
      guard process.first?.isNumber == true, stat("/proc/\(process)/task", &status) == 0,
        status.st_uid == user
      else { return sum }
      // A folder of threads has two links more than threads.
      return sum + max(1, Int(status.st_nlink) - 2)
    }
  }
}
