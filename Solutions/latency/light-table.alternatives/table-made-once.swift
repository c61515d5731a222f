#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The table is made at the first call and kept; each call only looks up.
private let lightOfByte: [Float] = (UInt8.min...UInt8.max).map { byte in
  let c = Float(byte) / 255
  guard c > 0.04045 else { return c / 12.92 }
  return pow((c + 0.055) / 1.055, 2.4)
}

func light(of pixels: [UInt8]) -> [Float] {
  var result = [Float](repeating: 0, count: pixels.count)
  for (place, pixel) in pixels.enumerated() {
    result[place] = lightOfByte[Int(pixel)]
  }
  return result
}
