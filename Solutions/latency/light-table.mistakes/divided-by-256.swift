#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func light(of pixels: [UInt8]) -> [Float] {
  let table = (0...255).map { byte in
    let c = Float(byte) / 256
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
  }
  return pixels.map { pixel in table[Int(pixel)] }
}
