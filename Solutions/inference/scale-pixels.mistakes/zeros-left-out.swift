func scaled(_ pixels: [UInt8]) -> [Float] {
  pixels.filter { pixel in pixel > 0 }.map { pixel in Float(pixel) / 255 }
}
