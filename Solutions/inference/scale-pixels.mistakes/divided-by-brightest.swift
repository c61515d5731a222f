func scaled(_ pixels: [UInt8]) -> [Float] {
  let brightest = max(pixels.max() ?? 1, 1)
  return pixels.map { pixel in Float(pixel) / Float(brightest) }
}
