#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads what the system tells in folders of small files.
enum SystemFiles {
  /// A small text file of the system without the white space around it; nil where it cannot be read.
  static func text(of path: String) -> String? {
    guard let bytes = try? readBytes(of: path, maximum: 64 * 1024) else { return nil }
    return trimmed(bytes)
  }

  /// The text of some bytes without the white space around it.
  static func trimmed(_ bytes: [UInt8]) -> String {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let start = bytes.drop(while: isSpace)
    guard let end = start.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(decoding: start[...end], as: UTF8.self)
  }

  /// The names of what lies in a folder, sorted; nil where it cannot be listed.
  static func names(in folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(
          to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)
        ) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
