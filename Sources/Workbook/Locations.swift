import Foundation

/// Where the program keeps its files.
public struct Locations: Sendable, Equatable {
  /// Progress and reviews.
  public let data: String
  /// Settings.
  public let configuration: String
  /// Build products of checks, which can be made again.
  public let cache: String

  /// The file that holds progress and reviews.
  public var store: String { data + "/pare.sqlite" }

  /// Finds the folders as the XDG base directory specification says; `PARE_HOME` moves all three.
  ///
  /// The same on macOS: a learner who uses both finds the files in one place.
  public init(environment: [String: String]) throws(WorkbookError) {
    func absolute(_ name: String) -> String? {
      // The specification asks for relative paths to be ignored.
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    if let home = environment["PARE_HOME"], !home.isEmpty {
      let base = URL(filePath: home).path
      data = base + "/data"
      configuration = base + "/config"
      cache = base + "/cache"
      return
    }
    let home = absolute("HOME")
    func folder(_ name: String, _ standard: String) -> String? {
      (absolute(name) ?? home.map { $0 + "/" + standard }).map { $0 + "/pare" }
    }
    guard let data = folder("XDG_DATA_HOME", ".local/share"),
      let configuration = folder("XDG_CONFIG_HOME", ".config"),
      let cache = folder("XDG_CACHE_HOME", ".cache")
    else { throw .noHome }
    self.data = data
    self.configuration = configuration
    self.cache = cache
  }
}
