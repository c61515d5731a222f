import Testing
import Workbook

@Suite struct `Where files go` {
  @Test func `follows HOME where nothing else is said`() throws {
    let locations = try Locations(environment: ["HOME": "/home/ada"])
    #expect(locations.store == "/home/ada/.local/share/pare/pare.sqlite")
    #expect(locations.configuration == "/home/ada/.config/pare")
    #expect(locations.cache == "/home/ada/.cache/pare")
  }

  @Test func `follows the XDG variables, each for itself`() throws {
    let locations = try Locations(environment: [
      "HOME": "/home/ada", "XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache",
    ])
    #expect(locations.data == "/data/pare")
    #expect(locations.configuration == "/home/ada/.config/pare")
    #expect(locations.cache == "/cache/pare")
  }

  @Test func `ignores relative paths, as the XDG specification asks`() throws {
    let locations = try Locations(environment: ["HOME": "/home/ada", "XDG_DATA_HOME": "data"])
    #expect(locations.data == "/home/ada/.local/share/pare")
    #expect(throws: WorkbookError.noHome) {
      try Locations(environment: ["HOME": "relative"])
    }
  }

  @Test func `is moved as a whole by PARE_HOME, before anything else`() throws {
    let locations = try Locations(environment: [
      "HOME": "/home/ada", "XDG_DATA_HOME": "/data", "PARE_HOME": "/shared/pare",
    ])
    #expect(locations.data == "/shared/pare/data")
    #expect(locations.configuration == "/shared/pare/config")
    #expect(locations.cache == "/shared/pare/cache")
    let without = try Locations(environment: ["HOME": "/home/ada", "PARE_HOME": ""])
    #expect(without.data == "/home/ada/.local/share/pare")
  }

  @Test func `is unknown without HOME, unless all three folders are named`() throws {
    #expect(throws: WorkbookError.noHome) { try Locations(environment: [:]) }
    #expect(throws: WorkbookError.noHome) {
      try Locations(environment: ["XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache"])
    }
    let locations = try Locations(environment: [
      "XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/config", "XDG_CACHE_HOME": "/cache",
    ])
    #expect(locations.configuration == "/config/pare")
    #expect(WorkbookError.noHome.exitStatus == .unavailable)
  }
}
