import Curriculum
import Foundation

/// Finds the learner's line in which a check crashes: by running it once more, built without
/// optimisation, and asking the symbolizer about the call stack.
struct CrashLocator: Sendable {
  let builder: Builder
  let limits: Limits
  let dataFolder: URL?

  /// Where a crash happened.
  struct Place: Sendable, Equatable {
    var line: Int?
    /// What the trap was, where the compiler left a note about it.
    var trap: String?
  }

  /// Looks for the places of some crashes.
  /// - Parameters:
  ///   - crashed: the indices of the checks that crashed.
  ///   - passed: the checks that passed.
  /// - Returns: a place for each check where one was found.
  func locate(_ crashed: [Int], passed: [Int]) async throws -> [Int: Place] {
    guard let symbolizer = builder.toolchain.symbolizer,
      let built = try await builder.buildForDebugging()
    else { return [:] }
    defer { builder.cache.remove(built.work) }
    let run = ProgramRun(
      sandbox: builder.sandbox, program: built.program, libraries: built.libraries,
      limits: limits, cache: builder.cache, dataFolder: dataFolder)
    var places: [Int: Place] = [:]
    for index in crashed.prefix(5) {
      let result = try await run.run(
        checks: [index], passed: Array(builder.exercise.checks.indices),
        seconds: limits.seconds, locatesCrashes: true)
      if result.end.kill == .cancelled { throw CancellationError() }
      let text = result.end.errors.text
      let addresses = CrashLocator.addresses(in: text)
      var place = Place(line: nil, trap: Ending.trap(in: text))
      if !addresses.isEmpty {
        let frames = try await symbolize(addresses, symbolizer, built)
        place.line = frames.first { $0.isSolution }?.line
        let note = "Swift runtime failure: "
        if place.trap == nil, let trap = frames.first(where: { $0.function.hasPrefix(note) }) {
          place.trap = String(trap.function.dropFirst(note.count))
        }
      }
      if place.trap == "Stack overflow" { place.trap = nil }
      places[index] = place
    }
    return places
  }

  private struct Frame {
    var function: String
    var isSolution: Bool
    var line: Int
  }

  /// Asks about addresses; the answer is a function's name and a `path:line:column`, in turn.
  private func symbolize(
    _ addresses: [String], _ symbolizer: URL,
    _ built: (program: String, libraries: [String], work: URL)
  ) async throws -> [Frame] {
    let command =
      [symbolizer.path, "--obj=\(built.program)", "--no-demangle", "--functions=linkage"]
      + ["--inlines"] + addresses
    let end = try await ChildProcess(
      arguments: builder.sandbox.compiling(
        command, work: built.work.path, readable: builder.toolchain.visiblePaths, writable: []),
      environment: Sandbox.environment, timeLimit: 20
    ).run()
    var frames: [Frame] = []
    var function = ""
    for line in end.output.text.split(separator: "\n") {
      let parts = line.split(separator: ":")
      if parts.count >= 3, let number = Int(parts[parts.count - 2]) {
        let path = parts.dropLast(2).joined(separator: ":")
        frames.append(
          Frame(
            function: function, isSolution: path.hasSuffix("/Solution.swift"), line: number))
      } else {
        function = String(line)
      }
    }
    return frames.filter { $0.line > 0 || !$0.isSolution }
  }

  /// The addresses to ask about: the instruction that crashed, then the calls that led to it.
  /// The call stack holds the addresses after calls, which may belong to the next line.
  private static func addresses(in text: String) -> [String] {
    func numbers(_ prefix: String) -> [UInt] {
      text.split(separator: "\n").filter { $0.hasPrefix(prefix) }.compactMap {
        UInt($0.dropFirst(prefix.count), radix: 16)
      }
    }
    let frames = numbers("pare-frame ")
    let fault = numbers("pare-fault ").first
    // What stands before the fault is the handler.
    let start = fault.flatMap { frames.firstIndex(of: $0) }
    let callers = start.map { frames[($0 + 1)...] } ?? frames[...]
    let addresses = (fault.map { [$0] } ?? []) + callers.map { $0 &- 1 }
    return addresses.map { "0x" + String($0, radix: 16) }
  }
}
