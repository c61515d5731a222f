import Foundation
import Terminal
import Testing

@Suite struct `A terminal's failure` {
  @Test func `asks for space where there is none, and for an output where it is closed`() {
    let full = TerminalError.system(call: "write", code: ENOSPC).errorDescription ?? ""
    #expect(full.contains("No space left") && full.contains("Free some space"))
    let closed = TerminalError.system(call: "write", code: EBADF).errorDescription ?? ""
    #expect(closed.contains("is closed") && !closed.contains("space"))
  }
}
