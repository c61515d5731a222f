// The C library's `stdout` is a variable; the program has one thread when it is used here.
#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Darwin)
  @preconcurrency import Darwin
#endif

/// Runs the checks that the grader asks for; the whole of a learner's program.
///
/// Orders are read from descriptor 3, reports go to descriptor 4. Everything that must be
/// settled before the learner's code runs (limits, filters, handlers, the key) is settled here.
/// - Parameters:
///   - checks: the bodies, in the order of the exercise.
///   - prerequisites: for each check the index of the check that must pass first, or −1.
public func runChecks(_ checks: [() throws -> Void], prerequisites: [Int]) {
  // A second call would come from the learner's code, which has no business here.
  guard Recorder.current == nil else { return }
  let orders = Orders(text: readAll(from: 3))
  close(3)
  let channel = moveChannel(from: 4, limit: orders.openFiles)
  // Lines, not blocks: what was printed before a crash must reach the reader.
  setvbuf(stdout, nil, Int32(_IOLBF), 0)
  installCrashHandlers(printsStack: orders.locatesCrashes)
  let walls = confine(orders)
  var recorder = Recorder(key: orders.key, descriptor: channel)
  recorder.assumesSpeed = orders.assumesSpeed
  recorder.ready(fields: ["walls": walls.joined(separator: ",")])
  Recorder.current = recorder

  var passed = Set(orders.passed)
  for index in orders.checks where checks.indices.contains(index) {
    let prerequisite = prerequisites[index]
    if prerequisite >= 0, !passed.contains(prerequisite) { continue }
    Recorder.current?.begin(index)
    do {
      try checks[index]()
    } catch {
      Recorder.current?.fail(["message": "an error was thrown: \(describe(error))"])
    }
    if Recorder.current?.end() == true {
      passed.insert(index)
    } else if orders.stopsAtFailure, Recorder.current?.undecided == 0 {
      break
    }
  }
  Recorder.current?.done()
  fflush(stdout)
  // The learner's code may have registered functions that run at exit; they get no turn.
  _exit(0)
}

/// Everything that can be read from a descriptor until its end.
private func readAll(from descriptor: Int32) -> String {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// Moves the channel to the highest descriptor, out of the way of the files that the learner's
/// code opens and closes.
private func moveChannel(from descriptor: Int32, limit: Int) -> Int32 {
  let highest = Int32(clamping: limit > 8 ? limit - 1 : 255)
  guard fcntl(descriptor, F_GETFD) >= 0, dup2(descriptor, highest) == highest else {
    return descriptor
  }
  close(descriptor)
  return highest
}
