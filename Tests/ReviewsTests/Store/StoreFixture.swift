import Foundation
import GRDB
import Reviews

/// A folder that vanishes with its owner.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("reviews-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The path of the store that a test uses.
  var store: String { url.appendingPathComponent("pare.sqlite").path }

  func open(backsUp: Bool = false, busyTimeout: TimeInterval = 5) throws -> ReviewStore {
    try ReviewStore(
      path: store, options: ReviewStore.Options(busyTimeout: busyTimeout, backsUp: backsUp))
  }

  /// Changes the file behind the store's back, as another program could.
  func tamper(_ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: store, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// The first column of the first row, as text.
  func value(_ sql: String) throws -> String? {
    let queue = try DatabaseQueue(path: store)
    return try queue.read { db in
      try Row.fetchOne(db, sql: sql)?[0].map { "\($0)" }
    }
  }
}

let gmt = TimeZone.gmt

/// Noon in Greenwich, a number of days after 2025-01-01.
func noon(_ day: Int) -> Date {
  Date(timeIntervalSince1970: 1_735_732_800 + Double(day) * 86_400)
}

/// Quiz cards `a1`, `a2`, … of lesson `a`, and so on.
func seeds(_ counts: [String: Int]) -> [CardSeed] {
  counts.sorted { $0.key < $1.key }.flatMap { lesson, count in
    (1...count).map { CardSeed(id: "\(lesson)\($0)", lesson: lesson, revision: "1") }
  }
}

extension ReviewStore {
  /// A store in memory with introduced cards.
  static func withCards(_ counts: [String: Int]) throws -> ReviewStore {
    let store = try inMemory()
    try store.prepare(counts)
    return store
  }

  func prepare(_ counts: [String: Int]) throws {
    try register(cards: seeds(counts), at: noon(0))
    for lesson in counts.keys { try introduceQuestions(ofLesson: lesson, at: noon(0), zone: gmt) }
  }

  @discardableResult
  func answer(
    _ card: String, _ grade: Grade, _ time: Date, zone: TimeZone = gmt,
    scheduler: Scheduler = plain
  ) throws -> Receipt {
    try record(Answer(card: card, grade: grade, at: time, zone: zone), scheduler: scheduler)
  }
}

/// The standard scheduler without fuzz, so that days can be told in advance.
let plain: Scheduler = {
  do {
    return try Scheduler(fuzzes: false)
  } catch {
    preconditionFailure("the defaults can be used: \(error)")
  }
}()
