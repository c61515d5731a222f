#if canImport(Darwin)
  import Darwin
#endif

/// A level of the processor's caches for data.
package struct CacheLevel: Equatable, Sendable {
  /// 1 for the nearest.
  package let number: Int
  /// Its size in bytes.
  package let bytes: Int
  /// The cores that share it.
  package let sharedBy: Int

  package init(number: Int, bytes: Int, sharedBy: Int) {
    self.number = number
    self.bytes = bytes
    self.sharedBy = sharedBy
  }

  /// The caches of this machine's first core, the nearest first.
  ///
  /// Where the system says nothing of them, as some virtual machines do not, those of a usual
  /// processor are taken: 32 kB, 512 kB, and 8 MB for all cores.
  package static var ofThisMachine: [CacheLevel] {
    #if os(Linux)
      let found = read(from: "/sys/devices/system/cpu/cpu0/cache")
    #elseif canImport(Darwin)
      let found = readFromKernel()
    #else
      let found: [CacheLevel] = []
    #endif
    if !found.isEmpty { return found }
    return [
      CacheLevel(number: 1, bytes: 32 << 10, sharedBy: 1),
      CacheLevel(number: 2, bytes: 512 << 10, sharedBy: 1),
      CacheLevel(number: 3, bytes: 8 << 20, sharedBy: availableCores()),
    ]
  }

  /// Reads Linux's description of a core's caches, one `index…` folder for each.
  package static func read(from folder: String) -> [CacheLevel] {
    let indexes = (SystemFiles.names(in: folder) ?? []).filter { $0.hasPrefix("index") }
    return indexes.compactMap { index -> CacheLevel? in
      func text(_ name: String) -> String {
        SystemFiles.text(of: "\(folder)/\(index)/\(name)") ?? ""
      }
      guard text("type") != "Instruction", let number = Int(text("level")),
        let bytes = byteCount(text("size")), (1...9).contains(number), bytes > 0
      else { return nil }
      return CacheLevel(
        number: number, bytes: bytes, sharedBy: coreCount(text("shared_cpu_list")) ?? 1)
    }.sorted { $0.number < $1.number }
  }

  /// The bytes of `32K` or `32M`; nil for what is no size.
  private static func byteCount(_ text: String) -> Int? {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30]
    guard let unit = text.last.flatMap({ units[$0] }) else { return Int(text) }
    return Int(text.dropLast()).flatMap { $0 < 1 << 20 ? $0 << unit : nil }
  }

  /// How many cores `0-3,8` names; nil for what is no list.
  private static func coreCount(_ text: String) -> Int? {
    var count = 0
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
        first <= last, last < 1 << 20
      else { return nil }
      count += last - first + 1
    }
    return count == 0 ? nil : count
  }

  #if canImport(Darwin)
    /// Asks the kernel for the caches of the fastest cores.
    private static func readFromKernel() -> [CacheLevel] {
      func value(_ name: String) -> Int? {
        var value: Int64 = 0
        var size = MemoryLayout<Int64>.size
        guard sysctlbyname(name, &value, &size, nil, 0) == 0, value > 0 else { return nil }
        return Int(value)
      }
      func level(_ number: Int, _ names: [String], sharedBy: Int) -> CacheLevel? {
        names.lazy.compactMap(value).first.map {
          CacheLevel(number: number, bytes: $0, sharedBy: sharedBy)
        }
      }
      return [
        level(1, ["hw.perflevel0.l1dcachesize", "hw.l1dcachesize"], sharedBy: 1),
        level(
          2, ["hw.perflevel0.l2cachesize", "hw.l2cachesize"],
          sharedBy: value("hw.perflevel0.cpusperl2") ?? 1),
        level(3, ["hw.l3cachesize"], sharedBy: availableCores()),
      ].compactMap { $0 }
    }
  #endif
}
