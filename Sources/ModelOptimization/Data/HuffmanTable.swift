/// A canonical Huffman code: which symbol a pattern of bits stands for.
///
/// A code is given by nothing but the length of each symbol's pattern: shorter patterns are
/// numbered first, equally long ones in the order of their symbols. (RFC 1951, section 3.2.2)
///
/// Patterns of up to ten bits, nearly all that occur, are looked up in one step; the rare longer
/// ones are walked bit by bit. A table for all fifteen bits would have to be filled anew for
/// every block, and would not fit the processor's nearest cache.
struct HuffmanTable {
  private static let lookupBits = 10
  private static let longest = 15

  /// For the next ten bits: symbol · 16 + length of its pattern; 0 where that is longer.
  private var lookup = [UInt16](repeating: 0, count: 1 << lookupBits)
  /// How many patterns there are of each length.
  private var counts = [Int](repeating: 0, count: longest + 1)
  /// The symbols in the order of their patterns.
  private var symbols: [UInt16] = []

  /// Creates a code from the length of each symbol's pattern; 0 is a symbol that does not occur.
  ///
  /// - Throws: `GzipError.corrupt` when there are more patterns than fit, or (but for a single
  ///   pattern, which RFC 1951 allows) when some bits would stand for nothing.
  init(lengths: ArraySlice<UInt8>) throws {
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var room = 1
    for length in 1...Self.longest {
      room = room * 2 - counts[length]
      guard room >= 0 else { throw GzipError.corrupt("a Huffman code has too many patterns") }
    }
    guard room == 0 || counts.reduce(0, +) <= 1 else {
      throw GzipError.corrupt("a Huffman code has too few patterns")
    }

    var pattern = 0
    for length in 1...Self.longest {
      pattern <<= 1
      for (symbol, symbolLength) in zip(0..., lengths) where Int(symbolLength) == length {
        symbols.append(UInt16(symbol))
        if length <= Self.lookupBits { enter(symbol, pattern: pattern, length: length) }
        pattern += 1
      }
    }
  }

  /// Fills every place of the lookup table that begins with a pattern.
  private mutating func enter(_ symbol: Int, pattern: Int, length: Int) {
    // Patterns are sent with their first bit first, and the reader's first bit is its lowest.
    var reversed = 0
    for bit in 0..<length where pattern >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
    for place in stride(from: reversed, to: lookup.count, by: 1 << length) {
      lookup[place] = UInt16(symbol << 4 | length)
    }
  }

  /// Reads one symbol.
  @inline(__always)
  func readSymbol(from bits: inout BitReader) throws -> Int {
    let entry = lookup[bits.peek(Self.lookupBits)]
    if entry != 0 {
      try bits.skip(Int(entry & 15))
      return Int(entry >> 4)
    }
    return try walk(&bits)
  }

  @inline(never)
  private func walk(_ bits: inout BitReader) throws -> Int {
    var pattern = 0  // the bits read so far
    var first = 0  // the first pattern of this length
    var index = 0  // its place among `symbols`
    for length in 1...Self.longest {
      pattern |= try bits.read(1)
      let count = counts[length]
      if pattern - first < count { return Int(symbols[index + pattern - first]) }
      index += count
      first = (first + count) << 1
      pattern <<= 1
    }
    throw GzipError.corrupt("some bits stand for no symbol")
  }
}
