// A loop that reserves its memory first, and multiplies where the other divides.
func scaled(_ pixels: [UInt8]) -> [Float] {
  let step: Float = 1 / 255
  var numbers: [Float] = []
  numbers.reserveCapacity(pixels.count)
  for pixel in pixels {
    numbers.append(step * Float(pixel))
  }
  return numbers
}
