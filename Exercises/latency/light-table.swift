#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns the bytes of a photo into amounts of light, which is what its model was trained on.
///
/// A byte `b` stands for c = b / 255. The light is c / 12.92 up to c = 0.04045, and above it
/// ((c + 0.055) / 1.055) to the power of 2.4. (This is how the standard sRGB, IEC 61966-2-1,
/// undoes its gamma.)
///
/// - Parameter pixels: any number of bytes.
/// - Returns: as many numbers from 0 to 1.
func light(of pixels: [UInt8]) -> [Float] {
  // TODO: this is right, and slow: a power for each pixel. How many different bytes are there?
  pixels.map { pixel in
    let c = Float(pixel) / 255
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
  }
}
