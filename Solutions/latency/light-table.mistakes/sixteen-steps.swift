#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func light(of pixels: [UInt8]) -> [Float] {
  let table = (0...255).map { byte in
    let c = Float(byte) / 255
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
  }
  return pixels.map { pixel in
    if pixel < 16 { return table[Int(pixel)] }
    let (step, rest) = (Int(pixel) / 15, Float(Int(pixel) % 15) / 15)
    return step == 17 ? 1 : table[step * 15] + rest * (table[step * 15 + 15] - table[step * 15])
  }
}
