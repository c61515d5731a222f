import Foundation
import ModelOptimization
import Testing

@Suite struct `An energy meter` {
  /// A folder like `/sys/class/powercap`, made of what its files hold.
  private func withTree(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "powercap-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in files {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try body(folder.path)
  }

  private func zone(_ folder: String, _ name: String, _ energy: String, range: String = "1000000")
    -> [String: String]
  {
    [
      "\(folder)/name": "\(name)\n", "\(folder)/energy_uj": "\(energy)\n",
      "\(folder)/max_energy_range_uj": "\(range)\n",
    ]
  }

  private func tree(_ zones: [String: String]...) -> [String: String] {
    zones.reduce(into: [:]) { all, zone in all.merge(zone) { $1 } }
  }

  @Test func `counts processors and memory, and nothing twice`() throws {
    let files = tree(
      ["intel-rapl/enabled": "1\n"], zone("intel-rapl:0", "package-0", "100"),
      zone("intel-rapl:0:0", "core", "50"), zone("intel-rapl:0:1", "uncore", "5"),
      zone("intel-rapl:0:2", "dram", "20"), zone("intel-rapl:1", "package-1", "7"),
      zone("intel-rapl:2", "psys", "900"), zone("intel-rapl-mmio:0", "package-0", "100"))
    try withTree(files) { folder in
      let meter = try EnergyMeter(folder: folder)
      #expect(meter.zones.map(\.name) == ["package-0", "dram", "package-1"])
      let start = try meter.read()
      for (zone, energy) in [
        ("intel-rapl:0", "1000100"), ("intel-rapl:0:2", "500020"), ("intel-rapl:1", "250007"),
        ("intel-rapl:0:0", "999"), ("intel-rapl:2", "999999"),
      ] {
        try Data(energy.utf8).write(to: URL(filePath: "\(folder)/\(zone)/energy_uj"))
      }
      // 1,000,000 + 500,000 + 250,000 microjoules.
      #expect(meter.joules(from: start, to: try meter.read()) == 1.75)
    }
  }

  @Test func `goes on where a counter began again`() throws {
    let files = zone("intel-rapl:0", "package-0", "262143000000", range: "262143328850")
    try withTree(files) { folder in
      let meter = try EnergyMeter(folder: folder)
      let start = try meter.read()
      try Data("671150".utf8).write(to: URL(filePath: "\(folder)/intel-rapl:0/energy_uj"))
      // 328,850 up to the end of the range and 671,150 behind it.
      #expect(meter.joules(from: start, to: try meter.read()) == 1)
      #expect(meter.joules(from: start, to: start) == 0)
    }
  }

  @Test func `says that there are no counters`() throws {
    #expect(throws: EnergyError.noInterface(folder: "/nowhere/powercap")) {
      try EnergyMeter(folder: "/nowhere/powercap")
    }
    for files in [
      [:], ["dtpm/enabled": "1"], zone("intel-rapl:0", "psys", "1"),
      zone("intel-rapl:0:0", "dram", "1"),
    ] {
      try withTree(files) { folder in
        #expect(throws: EnergyError.noCounter(folder: folder)) {
          try EnergyMeter(folder: folder)
        }
      }
    }
  }

  @Test func `says that a counter holds no number`() throws {
    for energy in ["", "many", "-1", "1.5", "99999999999999999999"] {
      try withTree(zone("intel-rapl:0", "package-0", energy)) { folder in
        #expect(
          throws: EnergyError.unreadable(
            "\(folder)/intel-rapl:0/energy_uj", reason: "it does not hold a number")
        ) { try EnergyMeter(folder: folder) }
      }
    }
    try withTree(zone("intel-rapl:0", "package-0", "1", range: "wide")) { folder in
      #expect(
        throws: EnergyError.unreadable(
          "\(folder)/intel-rapl:0/max_energy_range_uj", reason: "it does not hold a number")
      ) { try EnergyMeter(folder: folder) }
    }
  }

  @Test func `says that a counter is gone`() throws {
    var files = zone("intel-rapl:0", "package-0", "1")
    files["intel-rapl:0/energy_uj"] = nil
    try withTree(files) { folder in
      #expect(
        throws: EnergyError.unreadable("\(folder)/intel-rapl:0/energy_uj", reason: "it is gone")
      ) { try EnergyMeter(folder: folder) }
    }
  }

  // The superuser may read everything.
  @Test(.enabled(if: geteuid() != 0)) func `says that a counter is not for this user`() throws {
    try withTree(zone("intel-rapl:0", "package-0", "1")) { folder in
      let path = "\(folder)/intel-rapl:0/energy_uj"
      try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
      #expect(throws: EnergyError.notPermitted(path)) { try EnergyMeter(folder: folder) }
    }
  }

  @Test func `has an error that says what to do`() {
    let errors: [EnergyError] = [
      .noInterface(folder: "/sys/class/powercap"), .noCounter(folder: "/sys/class/powercap"),
      .notPermitted("/sys/energy_uj"), .unreadable("/sys/energy_uj", reason: "it is gone"),
    ]
    for error in errors { #expect("\(error)".contains("/sys/") && "\(error)".hasSuffix(error.end)) }
  }
}

extension EnergyError {
  /// How its text ends: with a remedy.
  fileprivate var end: String {
    switch self {
    case .noInterface: "measure on the machine itself."
    case .noCounter: "or measure on another machine."
    case .notPermitted(let path): "sudo chmod a+r \(path)"
    case .unreadable: "Measure without energy."
    }
  }
}
