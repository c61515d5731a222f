/// What the grader tells a program before any of the learner's code runs: the key of the run,
/// the checks to run, and the limits to set.
///
/// The text is one `name value` a line. It arrives through a descriptor that is closed at once,
/// never through arguments or the environment, which the learner's code can read.
/// This file is compiled into both sides of the channel.
struct Orders: Equatable, Sendable {
  /// The key that signs the records, 16 bytes.
  var key: [UInt8] = []
  /// The checks to run, as indices into the program's list, in this order.
  var checks: [Int] = []
  /// The checks that passed in an earlier run of the same grading.
  var passed: [Int] = []
  /// Whether a crash prints the addresses of its call stack.
  var locatesCrashes = false
  /// Whether the checks end with the first that fails.
  var stopsAtFailure = false
  /// Whether `expectFaster` holds without measuring: what is graded may be slower and is not
  /// wrong for it.
  var assumesSpeed = false
  /// CPU time in seconds; 0 where there is no limit, as in all fields below.
  var processorSeconds = 0
  /// Private writable memory in bytes.
  var memory = 0
  /// Address space in bytes.
  var addressSpace = 0
  /// The largest file that may be written, in bytes.
  var fileSize = 0
  /// Open descriptors.
  var openFiles = 0
  /// Processes and threads.
  var processes = 0
  /// The user and group to become, where the program starts as root.
  var user = 0
  /// Whether to install the system call filter.
  var filtersSystemCalls = false
  /// Whether to give up the view of the file system (Landlock); for runs without namespaces.
  var hidesFiles = false
  /// Folders that stay readable when the file system is given up.
  var readable: [String] = []
  /// Folders that stay writable when the file system is given up.
  var writable: [String] = []

  /// Makes orders that ask for nothing.
  init() {}

  /// The text that is sent.
  var text: String {
    var lines: [(String, String)] = [
      ("key", key.map { String($0) }.joined(separator: ",")),
      ("checks", checks.map { String($0) }.joined(separator: ",")),
      ("passed", passed.map { String($0) }.joined(separator: ",")),
      ("locates-crashes", locatesCrashes ? "1" : "0"),
      ("stops-at-failure", stopsAtFailure ? "1" : "0"),
      ("assumes-speed", assumesSpeed ? "1" : "0"),
      ("processor-seconds", String(processorSeconds)),
      ("memory", String(memory)),
      ("address-space", String(addressSpace)),
      ("file-size", String(fileSize)),
      ("open-files", String(openFiles)),
      ("processes", String(processes)),
      ("user", String(user)),
      ("filters-system-calls", filtersSystemCalls ? "1" : "0"),
      ("hides-files", hidesFiles ? "1" : "0"),
    ]
    lines += readable.map { ("readable", $0) }
    lines += writable.map { ("writable", $0) }
    return lines.map { "\($0.0) \($0.1)\n" }.joined()
  }

  /// Reads the text; unknown names are passed over.
  init(text: String) {
    for line in text.split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      let value = String(line[line.index(after: space)...])
      let number = Int(value) ?? 0
      switch line[..<space] {
      case "key": key = value.split(separator: ",").compactMap { UInt8($0) }
      case "checks": checks = value.split(separator: ",").compactMap { Int($0) }
      case "passed": passed = value.split(separator: ",").compactMap { Int($0) }
      case "locates-crashes": locatesCrashes = number == 1
      case "stops-at-failure": stopsAtFailure = number == 1
      case "assumes-speed": assumesSpeed = number == 1
      case "processor-seconds": processorSeconds = number
      case "memory": memory = number
      case "address-space": addressSpace = number
      case "file-size": fileSize = number
      case "open-files": openFiles = number
      case "processes": processes = number
      case "user": user = number
      case "filters-system-calls": filtersSystemCalls = number == 1
      case "hides-files": hidesFiles = number == 1
      case "readable": readable.append(value)
      case "writable": writable.append(value)
      default: continue
      }
    }
  }
}
