func scaled(_ pixels: [UInt8]) -> [Float] {
  pixels.map { pixel in Float(pixel) / 256 }
}
