import Foundation
import Synchronization

/// Finds the shared libraries that a program needs, so that a sandbox shows these files and no
/// other.
struct SharedLibraries {
  /// The folders to look in, in order.
  let folders: [String]

  init(runtime: String) {
    #if arch(arm64)
      let triple = "aarch64-linux-gnu"
    #else
      let triple = "x86_64-linux-gnu"
    #endif
    folders = [
      runtime, "/lib/\(triple)", "/usr/lib/\(triple)", "/lib64", "/usr/lib64", "/lib", "/usr/lib",
    ]
  }

  /// The paths of everything that `program` needs, directly or not, and of the loader.
  /// - Throws: ``GradingError/file(path:reason:)`` where the program cannot be read.
  func needed(by program: URL) throws -> [String] {
    var found: [String] = loader
    // The unwinder is loaded late, when a crash is located.
    var waiting = ["libgcc_s.so.1"] + (try names(in: program.path) ?? [])
    var seen: Set<String> = []
    while let name = waiting.popLast() {
      guard seen.insert(name).inserted, !name.contains("/"),
        let path = folders.lazy.map({ $0 + "/" + name }).first(where: {
          FileManager.default.fileExists(atPath: $0)
        })
      else { continue }
      if !found.contains(path) { found.append(path) }
      waiting += try SharedLibraries.knownNames(of: path) { try names(in: path) ?? [] }
    }
    return found
  }

  private var loader: [String] {
    ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"].filter {
      FileManager.default.fileExists(atPath: $0)
    }
  }

  private func names(in path: String) throws -> [String]? {
    do {
      let data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
      return ObjectFile([UInt8](data))?.needed
    } catch {
      throw GradingError.file(path: path, reason: error.localizedDescription)
    }
  }

  /// What a library of the system needs does not change while this program runs.
  private static func knownNames(
    of path: String, read: () throws -> [String]
  ) rethrows -> [String] {
    if let names = cache.withLock({ $0[path] }) { return names }
    let names = try read()
    cache.withLock { $0[path] = names }
    return names
  }

  private static let cache = Mutex<[String: [String]]>([:])
}
