/// A short name for bytes that changes when they do: 64-bit FNV-1a, in hexadecimal digits.
///
/// Good against chance, not against somebody who looks for two texts with one name.
public func fingerprint(_ bytes: some Sequence<UInt8>) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  return String(hash, radix: 16)
}

/// A short name for a text, as for bytes.
public func fingerprint(_ text: String) -> String { fingerprint(text.utf8) }
