public import Foundation
import Synchronization

/// A copy of the store as it was at a moment.
public struct Backup: Sendable, Hashable, Comparable {
  /// The file.
  public let url: URL
  /// When it was made, to the second.
  public let date: Date

  /// Orders backups in time.
  public static func < (left: Backup, right: Backup) -> Bool { left.date < right.date }

  /// The backups beside a store, the oldest first.
  ///
  /// - Parameter path: the store's file; the backups are in `backups/` beside it.
  public static func list(besideStore path: String) -> [Backup] {
    // A folder that is absent holds no backup.
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder(besideStore: path), includingPropertiesForKeys: nil)
    return (files ?? []).compactMap { url in
      date(fromName: url.lastPathComponent).map { Backup(url: url, date: $0) }
    }.sorted()
  }

  static func folder(besideStore path: String) -> URL {
    URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("backups")
  }

  /// The shortest time between two backups, in seconds.
  static let spacing: TimeInterval = 30 * 60

  /// `pare-2025-01-31T12-00-00Z.sqlite`: no colons, which some file systems refuse.
  static func name(for date: Date) -> String {
    let second = Int64(date.timeIntervalSince1970.rounded(.down))
    let time = UTCTime(microseconds: second * 1_000_000).description
    return "pare-\(time.replacing(":", with: "-")).sqlite"
  }

  static func date(fromName name: String) -> Date? {
    guard name.hasPrefix("pare-"), name.hasSuffix(".sqlite") else { return nil }
    var time = Array(name.dropFirst(5).dropLast(7))
    guard time.count == 20 else { return nil }
    time[13] = ":"
    time[16] = ":"
    guard let parsed = UTCTime(String(time)) else { return nil }
    return Date(timeIntervalSince1970: Double(parsed.microseconds / 1_000_000))
  }

  /// The dates to keep: all of the last two days; of the two weeks before now the last of each
  /// day; of twelve weeks the last of each week; before that the last of each 30 days, for ever.
  ///
  /// The boundaries are counted from 1970, not from now, so that which backup is the last of its
  /// week does not change from one day to the next.
  static func kept(_ dates: [Date], now: Date) -> Set<Date> {
    let day: TimeInterval = 86_400
    var kept: Set<Date> = []
    var newest: [[Int]: Date] = [:]
    for date in dates {
      let age = now.timeIntervalSince(date)
      let length: TimeInterval
      switch age {
      case ..<(2 * day):
        kept.insert(date)
        continue
      case ..<(14 * day): length = day
      case ..<(84 * day): length = 7 * day
      default: length = 30 * day
      }
      let period = [
        Int(length), Int((date.timeIntervalSince1970 / length).rounded(.down)),
      ]
      newest[period] = max(newest[period] ?? date, date)
    }
    return kept.union(newest.values)
  }
}

/// Remembers when this process last looked for a backup, so that not every answer reads the
/// folder.
final class BackupClock: Sendable {
  private let last = Mutex<Date?>(nil)

  /// Whether enough time has passed since ``note(_:)``.
  func isDue(at time: Date) -> Bool {
    last.withLock { last in
      guard let last else { return true }
      return time < last || time.timeIntervalSince(last) >= Backup.spacing
    }
  }

  func note(_ time: Date) {
    last.withLock { $0 = time }
  }
}
