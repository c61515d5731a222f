import Curriculum
import Foundation
import Grading
import Testing

@Suite struct `A build` {
  static let exercise = Workbench.exercise([("the answer is 42", "expect(answer(), equals: 42)")])

  private func grade(
    _ source: String, cache: String, options: GradingOptions = GradingOptions()
  ) async throws -> Verdict {
    try await Workbench.grader(cache: cache).grade(
      source: source, fileName: "answer.swift", exercise: Self.exercise,
      lessonFile: "Lessons/03-quantization.md", options: options)
  }

  @Test func `reuses the program, or the checks when only a body changed`() async throws {
    let cache = "grading-tests-cache-\(UUID().uuidString)"
    defer {
      try? FileManager.default.removeItem(at: Workbench.buildFolder.appending(path: cache))
    }
    let first = try await grade("func answer() -> Int { 42 }", cache: cache)
    #expect(first.outcome == .passed)
    #expect(!first.timings.reusedProgram && !first.timings.reusedChecks)
    let again = try await grade("func answer() -> Int { 42 }", cache: cache)
    #expect(again.outcome == .passed)
    #expect(again.timings.reusedProgram)
    let body = try await grade("func answer() -> Int { 40 + 1 }", cache: cache)
    #expect(body.outcome == .failed)
    #expect(body.timings.reusedChecks && !body.timings.reusedProgram)
    let interface = try await grade("func answer() -> Int? { 42 }", cache: cache)
    #expect(!interface.timings.reusedChecks)
    #expect(interface.outcome == .passed)
    let without = try await grade(
      "func answer() -> Int { 42 }", cache: cache, options: GradingOptions(usesCache: false))
    #expect(!without.timings.reusedProgram && !without.timings.reusedChecks)
  }

  @Test func `by several graders at once gives each its own verdict`() async throws {
    let verdicts = try await withThrowingTaskGroup(of: (Int, Verdict).self) { group in
      for number in 0..<6 {
        group.addTask {
          // Two of each: the same entry of the cache is made twice at the same time.
          let source = "func answer() -> Int { 39 + \(number / 2 + 1) }"
          return (number, try await grade(source, cache: "grading-tests-cache"))
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1.outcome }
    }
    #expect(verdicts == [0: .failed, 1: .failed, 2: .failed, 3: .failed, 4: .passed, 5: .passed])
  }

  @Test func `with Foundation and the library works`() async throws {
    let verdict = try await grade(
      """
      import Foundation
      import ModelOptimization

      func answer() -> Int {
        Int(pow(Double(Tensor([6, 6], shape: [2]).count), 5) + 10)
      }
      """, cache: "grading-tests-cache")
    #expect(verdict.outcome == .passed, "\(verdict)")
  }

  /// The compiler puts copies of the standard library's functions for them into the object.
  @Test func `that sorts, reverses and filters its own types is nobody's attack`() async throws {
    let source = """
      struct Report { var time = 1 }
      func names(_ reports: [String: Report]) -> [String] { reports.keys.sorted() }
      func slow(_ reports: [Report]) -> Int {
        reports.filter { $0.time > 2 }.reversed().max { $0.time < $1.time }?.time ?? 0
      }
      """
    let verdict = try await Workbench.grade(
      source,
      Workbench.exercise([
        (
          "names are in order",
          #"expect(names(["b": Report(), "a": Report()]), equals: ["a", "b"])"#
        ),
        ("the slowest is found", "expect(slow([Report(time: 3), Report(time: 7)]), equals: 7)"),
      ]))
    #expect(verdict.outcome == .passed, "\(verdict)")
  }

  @Test func `shares the library's loops among threads within the walls`() async throws {
    let verdict = try await grade(
      """
      import ModelOptimization

      func answer() -> Int {
        let a = Tensor([Float](repeating: 1, count: 256 * 256), shape: [256, 256])
        let alone = matmul(a, a)
        return withThreads(2) { matmul(a, a) } == alone ? 42 : 0
      }
      """, cache: "grading-tests-cache")
    #expect(verdict.outcome == .passed, "\(verdict)")
  }

  @Test func `does not show a solution the kernels behind the library`() async throws {
    let verdict = try await grade(
      """
      import CKernels

      func answer() -> Int { kernel_chosen_instruction_set() >= 0 ? 42 : 0 }
      """, cache: "grading-tests-cache")
    #expect(verdict.outcome == .compileError, "\(verdict)")
    #expect("\(verdict)".contains("kernel_chosen_instruction_set"))
  }

  @Test func `without a sandbox says which walls stood`() async throws {
    let verdict = try await grade(
      "func answer() -> Int { 42 }", cache: "grading-tests-cache",
      options: GradingOptions(sandbox: .off))
    #expect(verdict.outcome == .passed)
    #expect(verdict.sandbox.contains("limits"))
    #expect(verdict.sandbox.contains("seccomp"))
    #expect(!verdict.sandbox.contains("bubblewrap"))
    #expect(VerdictText.lines(for: verdict).last?.text.hasPrefix("Run without a sandbox") == true)
  }

  @Test func `without a sandbox is refused where one is required`() async throws {
    var options = GradingOptions(sandbox: .required)
    options.withoutWalls = [.namespaces]
    let error = await #expect(throws: GradingError.self) {
      try await Workbench.grade("func answer() -> Int { 42 }", Self.exercise, options: options)
    }
    #expect(error == .noSandbox(reason: "it was left out"))
    #expect(error?.exitCode == 69)
  }

  @Test func `shows the course's data to the program`() async throws {
    let data = FileManager.default.temporaryDirectory
      .appending(path: "pare-data-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: data) }
    try "42".write(to: data.appending(path: "answer"), atomically: true, encoding: .utf8)
    let source = """
      import Glibc

      func answer() -> Int {
        guard let folder = getenv("PARE_DATA") else { return 0 }
        let file = open(String(cString: folder) + "/answer", O_RDONLY)
        var bytes = [UInt8](repeating: 0, count: 2)
        read(file, &bytes, 2)
        let writable = open(String(cString: folder) + "/answer", O_WRONLY)
        return writable >= 0 ? 0 : Int(String(decoding: bytes, as: UTF8.self)) ?? 0
      }
      """
    for policy in [GradingOptions.SandboxPolicy.preferred, .off] {
      let verdict = try await grade(
        source, cache: "grading-tests-cache",
        options: GradingOptions(sandbox: policy, dataFolder: data))
      #expect(verdict.outcome == .passed, "\(verdict)")
    }
  }

  @Test func `ends at once when its task is cancelled`() async throws {
    let exercise = Workbench.exercise(
      [("ends", "expect(answer(), equals: 42)")], limits: Limits(seconds: 60))
    let source = try Attack.source("endless-loop")
    let task = Task { try await Workbench.grade(source, exercise) }
    try await Task.sleep(for: .seconds(2))
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    // Far below the exercise's 60 seconds; a busy machine may need a few to kill and clear up.
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `without a compiler says where one comes from`() throws {
    let error = #expect(throws: GradingError.self) {
      try LearnerToolchain.find(
        library: Workbench.buildFolder, environment: ["PATH": "/nonexistent:/empty"])
    }
    #expect(error == .noCompiler(searched: ["/nonexistent", "/empty"]))
    #expect(error?.exitCode == 69)
    #expect(error?.description.contains("swift.org/install") == true)
  }

  @Test func `without the library says how it is built`() throws {
    let error = #expect(throws: GradingError.self) {
      try LearnerToolchain.find(library: URL(filePath: "/nonexistent"))
    }
    #expect(error?.description.contains("swift build -c release") == true)
  }

  @Test func `into a folder that cannot be written is no failure of the learner`() async throws {
    let grader = Grader(
      toolchain: try LearnerToolchain.find(library: Workbench.buildFolder),
      cacheFolder: URL(filePath: "/proc/nowhere"))
    let error = await #expect(throws: GradingError.self) {
      try await grader.grade(
        source: "func answer() -> Int { 42 }", fileName: "a.swift", exercise: Self.exercise,
        lessonFile: "Lessons/1.md")
    }
    #expect(error?.exitCode == 74)
  }

  @Test func `with a damaged module is no failure of the learner, and is mended`() async throws {
    let cache = "grading-tests-cache-\(UUID().uuidString)"
    let folder = Workbench.buildFolder.appending(path: cache)
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try await grade("func answer() -> Int { 42 }", cache: cache)
    let modules = folder.appending(path: "modules").path
    let names = try FileManager.default.subpathsOfDirectory(atPath: modules)
    let compiled = names.filter { $0.hasSuffix(".pcm") }
    try #require(!compiled.isEmpty)
    for name in compiled { try Data("cut".utf8).write(to: URL(filePath: "\(modules)/\(name)")) }
    let error = await #expect(throws: GradingError.self) {
      try await grade("func answer() -> Int { 40 + 2 }", cache: cache)
    }
    #expect(error?.exitCode == 74)
    let again = try await grade("func answer() -> Int { 40 + 2 }", cache: cache)
    #expect(again.outcome == .passed)
  }

  @Test func `of a broken exercise names what is wrong`() async throws {
    let error = await #expect(throws: GradingError.self) {
      try await Workbench.grade("func a() {}", Workbench.exercise([]))
    }
    #expect(
      error == .brokenExercise(id: "quantization/symmetric-scale", reason: "it has no checks"))
  }
}
