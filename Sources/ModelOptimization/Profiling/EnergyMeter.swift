#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The energy counters of the processor, where the machine has some and lets this user read them.
///
/// RAPL, "running average power limit", is what Intel and AMD call them; Linux shows them as files
/// in `/sys/class/powercap`, in microjoules. They count everything that runs on the processor, not
/// this program alone: measure on a quiet machine, and for a second or more, since the counters
/// move about a thousand times a second.
///
/// Source: Khan et al., "RAPL in Action: Experiences in Using RAPL for Power Measurements", ACM
/// TOMPECS 3, 2018; the Linux kernel's documentation, "Power Capping Framework".
public struct EnergyMeter: Equatable, Sendable {
  /// A counter of its own.
  public struct Zone: Equatable, Sendable {
    /// What it counts, as the machine calls it: `package-0`, `dram`.
    public let name: String
    /// The file of the counter.
    let path: String
    /// The microjoules after which it begins again from 0.
    let range: UInt64
  }

  /// What all counters said at one moment.
  public struct Reading: Equatable, Sendable {
    let microjoules: [UInt64]
  }

  /// The counters, none of which counts what another one does.
  public let zones: [Zone]

  /// Finds the counters of this machine: those of whole processors, and of memory where it has one
  /// of its own. Those of parts of a processor are left out, for the whole counts them already.
  ///
  /// - Parameter folder: where they are looked for.
  /// - Throws: `EnergyError`.
  public init(folder: String = "/sys/class/powercap") throws {
    guard let names = SystemFiles.names(in: folder) else {
      throw EnergyError.noInterface(folder: folder)
    }
    var zones: [Zone] = []
    for name in names where name.hasPrefix("intel-rapl:") {
      let zone = "\(folder)/\(name)"
      let isPart = name.dropFirst("intel-rapl:".count).contains(":")
      let kind = SystemFiles.text(of: "\(zone)/name") ?? ""
      // "psys" counts the whole computer, processors included; "core" and "uncore" are parts.
      guard isPart ? kind == "dram" : kind.hasPrefix("package") else { continue }
      guard let range = SystemFiles.text(of: "\(zone)/max_energy_range_uj").flatMap({ UInt64($0) })
      else {
        throw EnergyError.unreadable(
          "\(zone)/max_energy_range_uj", reason: "it does not hold a number")
      }
      zones.append(Zone(name: kind, path: "\(zone)/energy_uj", range: range))
    }
    guard zones.contains(where: { $0.name.hasPrefix("package") }) else {
      throw EnergyError.noCounter(folder: folder)
    }
    self.zones = zones
    // Whoever has a meter can read it.
    _ = try read()
  }

  /// What the counters say now.
  ///
  /// - Throws: `EnergyError`.
  public func read() throws -> Reading {
    Reading(
      microjoules: try zones.map { zone in
        do {
          let text = SystemFiles.trimmed(try readBytes(of: zone.path, maximum: 64 * 1024))
          guard let value = UInt64(text) else {
            throw EnergyError.unreadable(zone.path, reason: "it does not hold a number")
          }
          return value
        } catch let error as FileError {
          throw Self.error(for: error, at: zone.path)
        }
      })
  }

  private static func error(for error: FileError, at path: String) -> EnergyError {
    if access(path, R_OK) != 0, errno == EACCES { return .notPermitted(path) }
    return .unreadable(path, reason: error.reason)
  }

  /// The joules that all counters counted between two readings.
  ///
  /// A counter that stands lower than before has begun again from 0, once: those of a busy server
  /// do so after some minutes, and a second time cannot be told from none.
  public func joules(from start: Reading, to end: Reading) -> Double {
    require(
      start.microjoules.count == zones.count && end.microjoules.count == zones.count,
      "A reading is one of the meter that took it: \(zones.count) counters; there were "
        + "\(start.microjoules.count) and \(end.microjoules.count).")
    var total = 0.0
    for (index, zone) in zones.enumerated() {
      let (before, after) = (start.microjoules[index], end.microjoules[index])
      total +=
        after >= before
        ? Double(after - before) : max(0, Double(zone.range) - Double(before)) + Double(after)
    }
    return total / 1e6
  }
}

extension FileError {
  /// What went wrong, without the path.
  fileprivate var reason: String {
    switch self {
    case .missing: "it is gone"
    case .isFolder, .notAFile: "it is not a regular file"
    case .tooLarge: "it is too large"
    case .unreadable(_, let reason), .unwritable(_, let reason): reason
    }
  }
}
