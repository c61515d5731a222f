/// Turns the bytes of a grey image into the numbers that the model was trained on.
///
/// - Parameter pixels: any number of pixels, each a byte from 0 (black) to 255 (white).
/// - Returns: as many numbers, in the same order, from 0.0 (black) to 1.0 (white).
func scaled(_ pixels: [UInt8]) -> [Float] {
  pixels.map { pixel in Float(pixel) / 255 }
}
