import Foundation
import ModelOptimization

#if canImport(Darwin)
  import Darwin
#endif

/// The machine that something is measured on, in words; never its name in a network.
enum Machine {
  /// Such as `AMD EPYC 7B13, 2 cores, Linux`.
  static var description: String {
    let cores = availableCores()
    return "\(processor), \(Workbook.count(cores, "core")), \(system)"
  }

  /// The processor's name without what says nothing: trade marks, its base clock.
  static var processor: String {
    let known = processorName.map {
      $0.replacing(/\((?:R|TM|tm)\)|@.*$|\bCPU\b|\bProcessor\b|"/, with: " ")
        .split(separator: " ").joined(separator: " ")
    }
    if let known, !known.isEmpty { return known }
    #if arch(arm64)
      return "ARM64 processor"
    #else
      return "x86-64 processor"
    #endif
  }

  private static var system: String {
    #if os(macOS)
      return "macOS"
    #else
      return "Linux"
    #endif
  }

  #if os(macOS)
    private static var processorName: String? {
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0 else { return nil }
      var name = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &name, &size, nil, 0) == 0 else { return nil }
      return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    }
  #else
    private static var processorName: String? {
      // ARM's list has no names: nil.
      let list = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      let line = list?.split(separator: "\n").first { $0.hasPrefix("model name") }
      return line?.split(separator: ":", maxSplits: 1).last.map { String($0) }
    }
  #endif
}
