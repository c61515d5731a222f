#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func light(of pixels: [UInt8]) -> [Float] {
  pixels.map { byte in
    let c = Float(byte) * (1 / 255)
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
  }
}
