import Foundation
import ModelOptimization
import Testing

@Suite struct `A roofline` {
  let roof = Roofline(
    threads: 1, peakGigaFLOPs: 100,
    levels: [
      .init(name: "L1", bytes: 32_768, gigabytesPerSecond: 200),
      .init(name: "L2", bytes: 1_048_576, gigabytesPerSecond: 50),
      .init(name: "memory", bytes: nil, gigabytesPerSecond: 20),
    ])

  @Test func `takes the nearest level that holds the data`() {
    #expect(roof.level(holding: 0).name == "L1")
    #expect(roof.level(holding: 32_768).name == "L1")
    #expect(roof.level(holding: 32_769).name == "L2")
    #expect(roof.level(holding: 1_048_577).name == "memory")
    #expect(roof.level(holding: .max).name == "memory")
  }

  @Test func `is a slope and then flat`() {
    let memory = roof.level(holding: .max)
    #expect(roof.attainableGigaFLOPs(intensity: 0, from: memory) == 0)
    #expect(roof.attainableGigaFLOPs(intensity: 0.5, from: memory) == 10)
    #expect(roof.ridge(of: memory) == 5)
    #expect(roof.attainableGigaFLOPs(intensity: 5, from: memory) == 100)
    #expect(roof.attainableGigaFLOPs(intensity: 1000, from: memory) == 100)
  }

  @Test func `lets no level be slower than one farther away`() {
    let levels = zip(["L1", "L2", "L3", "memory"], [100.0, 30, 60, 20]).map { name, speed in
      Roofline.Level(
        name: name, bytes: name == "memory" ? nil : 1000, gigabytesPerSecond: speed)
    }
    let corrected = Roofline.neverSlowerNearer(levels)
    #expect(corrected.map(\.gigabytesPerSecond) == [100, 60, 60, 20])
    #expect(corrected.map(\.name) == levels.map(\.name))
    #expect(corrected.map(\.bytes) == levels.map(\.bytes))
  }

  @Test(arguments: [1, 2]) func `can be measured here`(threads: Int) {
    let roof = Roofline.measured(threads: threads)
    #expect(roof.threads == threads)
    // The slowest machine and the fastest that could be meant; the figures themselves are noise.
    #expect((0.01...1e6).contains(roof.peakGigaFLOPs))
    #expect(roof.levels.allSatisfy { (0.01...1e6).contains($0.gigabytesPerSecond) })
    #expect(roof.levels.last?.name == "memory" && roof.levels.count >= 2)
    #expect(["portable", "NEON", "AVX2", "AVX-512"].contains(Roofline.instructionSet))
  }
}

@Suite struct `The caches of a processor` {
  @Test func `are read from the system's folder`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cache-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ index: Int, _ level: String, _ type: String, _ size: String, _ cores: String)
      throws
    {
      let place = folder.appending(path: "index\(index)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for (name, text) in [
        ("level", level), ("type", type), ("size", size), ("shared_cpu_list", cores),
      ] {
        try Data("\(text)\n".utf8).write(to: place.appending(path: name))
      }
    }
    try write(0, "3", "Unified", "32M", "0-7,16-23")
    try write(1, "1", "Instruction", "32K", "0")
    try write(2, "1", "Data", "32K", "0,8")
    try write(3, "2", "Unified", "1024K", "nonsense")
    try write(4, "2", "Unified", "huge", "0")
    try write(5, "4", "Unified", "0K", "0")
    #expect(
      CacheLevel.read(from: folder.path) == [
        CacheLevel(number: 1, bytes: 32_768, sharedBy: 2),
        CacheLevel(number: 2, bytes: 1_048_576, sharedBy: 1),
        CacheLevel(number: 3, bytes: 33_554_432, sharedBy: 16),
      ])
    #expect(CacheLevel.read(from: "/nowhere").isEmpty)
  }

  @Test func `are known of this machine, the nearest first`() {
    let caches = CacheLevel.ofThisMachine
    #expect(!caches.isEmpty)
    #expect(caches.map(\.number) == caches.map(\.number).sorted())
    #expect(caches.allSatisfy { $0.bytes >= 1024 && $0.sharedBy >= 1 })
  }
}
