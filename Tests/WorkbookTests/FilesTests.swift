import Foundation
import Testing
import Workbook

@Suite struct `A solution's file` {
  @Test func `is read as it is`() throws {
    let learner = try Learner()
    try learner.write("let größe = 1 // 大\n", to: "own.swift")
    #expect(try Files.readSource(learner.root + "/own.swift") == "let größe = 1 // 大\n")
  }

  @Test func `is refused with its line where it is not UTF-8`() throws {
    let bytes = Data("let a = 1\n// gr".utf8) + Data([0xF6]) + Data("n\n".utf8)
    #expect(throws: WorkbookError.badSource("own.swift:2", "the line is not valid UTF-8")) {
      try Files.source(bytes, path: "own.swift")
    }
  }

  @Test func `is refused beyond a megabyte, and not before`() throws {
    let learner = try Learner()
    let most = Data(repeating: UInt8(ascii: " "), count: 1 << 20)
    #expect(try Files.source(most, path: "own.swift").utf8.count == 1 << 20)
    try learner.write(most + Data(" ".utf8), to: "own.swift")
    let path = learner.root + "/own.swift"
    #expect(throws: WorkbookError.badSource(path, "it is larger than 1 MB")) {
      try Files.readSource(path)
    }
    #expect(WorkbookError.badSource(path, "").exitStatus == .badData)
  }

  @Test func `that is missing or a folder is named with the reason`() throws {
    let learner = try Learner()
    let path = learner.root + "/own.swift"
    #expect(throws: WorkbookError.noFile(path)) { try Files.readSource(path) }
    #expect {
      try Files.readSource(learner.course)
    } throws: { error in
      guard case WorkbookError.cannotRead(learner.course, let why) = error else { return false }
      return !why.isEmpty
    }
  }

  @Test func `is never written over what is there`() throws {
    let learner = try Learner()
    let path = learner.root + "/deep/own.swift"
    #expect(try Files.create(path, Data("one".utf8)))
    #expect(try Files.create(path, Data("two".utf8)) == false)
    #expect(try learner.text("deep/own.swift") == "one")
  }
}
