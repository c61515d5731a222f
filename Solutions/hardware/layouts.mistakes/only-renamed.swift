func channelsLast(
  _ x: [Float], batch: Int, channels: Int, height: Int, width: Int
) -> [Float] {
  return x
}

func channelBlocks(
  _ x: [Float], batch: Int, channels: Int, height: Int, width: Int, block size: Int
) -> [Float] {
  let blocks = (channels + size - 1) / size
  var result = [Float](repeating: 0, count: batch * blocks * height * width * size)
  for image in 0..<batch {
    for channel in 0..<channels {
      let (block, lane) = channel.quotientAndRemainder(dividingBy: size)
      for row in 0..<height {
        for column in 0..<width {
          let from = ((image * channels + channel) * height + row) * width + column
          let to = ((image * blocks + block) * height + row) * width + column
          result[to * size + lane] = x[from]
        }
      }
    }
  }
  return result
}
