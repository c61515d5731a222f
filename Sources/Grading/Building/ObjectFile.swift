/// The symbols and sections of a 64-bit ELF file, read with every offset checked: the file
/// comes out of a compiler that read a stranger's source.
///
/// Source: System V ABI, "Object Files". Only little-endian files are read.
package struct ObjectFile {
  /// A name that the file defines or asks for.
  package struct Symbol {
    package var name: String
    /// Whether the file defines it.
    package var isDefined: Bool
    /// Whether other files see it.
    package var isGlobal: Bool
    /// Whether another definition may take its place.
    package var isWeak: Bool
    /// Whether its address is computed by code that runs before `main`.
    package var isIndirect: Bool
  }

  /// The symbols, in the file's order.
  package private(set) var symbols: [Symbol] = []
  /// The names of sections that hold code to run before or after `main`.
  package private(set) var constructorSections: [String] = []
  /// The libraries that the compiler asks to link for the modules that are imported, `-lname`.
  package private(set) var linkRequests: [String] = []
  /// The names of the libraries that a shared file needs.
  package private(set) var needed: [String] = []

  private let bytes: [UInt8]

  private struct Section {
    var name: Int
    var type: Int
    var offset: Int
    var size: Int
    var link: Int
  }

  /// Reads a file; nil where the bytes are no such file.
  package init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.count >= 64, bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]),
      let table = number(at: 40, width: 8), let entrySize = number(at: 58, width: 2),
      let count = number(at: 60, width: 2), let namesIndex = number(at: 62, width: 2),
      entrySize >= 64
    else { return nil }
    var sections: [Section] = []
    for index in 0..<count {
      let start = table + index * entrySize
      guard let name = number(at: start, width: 4), let type = number(at: start + 4, width: 4),
        let offset = number(at: start + 24, width: 8), let size = number(at: start + 32, width: 8),
        let link = number(at: start + 40, width: 4)
      else { return nil }
      sections.append(Section(name: name, type: type, offset: offset, size: size, link: link))
    }
    guard sections.indices.contains(namesIndex) else { return nil }
    for section in sections {
      let name = text(at: section.name, in: sections[namesIndex])
      switch section.type {
      case 2: readSymbols(section, sections)
      case 6: readNeeded(section, sections)
      // SHT_INIT_ARRAY, SHT_FINI_ARRAY, SHT_PREINIT_ARRAY
      case 14, 15, 16: constructorSections.append(name)
      default:
        let prefixes = [".init", ".fini", ".ctors", ".dtors", ".preinit"]
        if prefixes.contains(where: { name.hasPrefix($0) }) { constructorSections.append(name) }
        if name == ".swift1_autolink_entries" { readLinkRequests(section) }
      }
    }
  }

  private mutating func readSymbols(_ section: Section, _ sections: [Section]) {
    guard sections.indices.contains(section.link) else { return }
    for index in 0..<(section.size / 24) {
      let start = section.offset + index * 24
      guard let nameOffset = number(at: start, width: 4), bytes.indices.contains(start + 4),
        let home = number(at: start + 6, width: 2)
      else { return }
      let binding = bytes[start + 4] >> 4
      let type = bytes[start + 4] & 15
      let name = text(at: nameOffset, in: sections[section.link])
      if name.isEmpty { continue }
      symbols.append(
        Symbol(
          name: name, isDefined: home != 0, isGlobal: binding != 0, isWeak: binding == 2,
          isIndirect: type == 10))
    }
  }

  private mutating func readNeeded(_ section: Section, _ sections: [Section]) {
    guard sections.indices.contains(section.link) else { return }
    for index in 0..<(section.size / 16) {
      let start = section.offset + index * 16
      guard let tag = number(at: start, width: 8), let value = number(at: start + 8, width: 8)
      else { return }
      if tag == 1 { needed.append(text(at: value, in: sections[section.link])) }
    }
  }

  private mutating func readLinkRequests(_ section: Section) {
    let end = min(bytes.count, section.offset + section.size)
    guard section.offset < end else { return }
    for entry in bytes[section.offset..<end].split(separator: 0) {
      linkRequests.append(String(decoding: entry, as: UTF8.self))
    }
  }

  private func number(at offset: Int, width: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - width else { return nil }
    var value: UInt64 = 0
    for index in (0..<width).reversed() { value = value << 8 | UInt64(bytes[offset + index]) }
    // No offset in a real file is larger; a smaller bound keeps the sums from overflowing.
    return value < 1 << 48 ? Int(value) : nil
  }

  private func text(at offset: Int, in section: Section) -> String {
    let start = section.offset + offset
    let end = min(bytes.count, section.offset + section.size)
    guard start >= 0, start < end else { return "" }
    return String(decoding: bytes[start..<end].prefix { $0 != 0 }, as: UTF8.self)
  }
}
