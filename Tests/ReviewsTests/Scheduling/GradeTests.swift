import Reviews
import Testing

@Suite struct `A grade` {
  @Test func `counts from again to easy like the reference`() {
    #expect(Grade.allCases.map(\.rawValue) == [1, 2, 3, 4])
    #expect(Grade.allCases.sorted() == [.again, .hard, .good, .easy])
  }
}
