import Foundation
import Reviews

extension Workbook {
  /// How many questions are due, read without opening the course: for a shell prompt.
  public static func dueCount() throws -> Int {
    let environment = ProcessInfo.processInfo.environment
    let clock = try Clock(environment: environment)
    let store = try ReviewStore.readOnly(path: Locations(environment: environment).store)
    return try store?.dueCount(at: clock.now, zone: clock.zone) ?? 0
  }
}
