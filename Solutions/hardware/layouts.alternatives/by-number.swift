// Walks the result in its own order and asks for each number where it comes from: every element is
// written once, one behind the other.
func channelsLast(
  _ x: [Float], batch: Int, channels: Int, height: Int, width: Int
) -> [Float] {
  let pixels = height * width
  return (0..<x.count).map { number in
    let (pixel, channel) = number.quotientAndRemainder(dividingBy: channels)
    let (image, place) = pixel.quotientAndRemainder(dividingBy: pixels)
    return x[(image * channels + channel) * pixels + place]
  }
}

func channelBlocks(
  _ x: [Float], batch: Int, channels: Int, height: Int, width: Int, block size: Int
) -> [Float] {
  let pixels = height * width
  let padded = (channels + size - 1) / size * size
  var y: [Float] = []
  y.reserveCapacity(batch * padded * pixels)
  for image in 0..<batch {
    for first in stride(from: 0, to: channels, by: size) {
      for pixel in 0..<pixels {
        for channel in first..<first + size {
          y.append(channel < channels ? x[(image * channels + channel) * pixels + pixel] : 0)
        }
      }
    }
  }
  return y
}
