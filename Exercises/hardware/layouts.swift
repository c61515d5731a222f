/// Turns images from NCHW, a picture for each channel, to NHWC, all channels of a pixel together.
///
/// - Parameters:
///   - x: shape `[batch, channels, height, width]`.
///   - batch: the number of images.
///   - channels: the channels of each.
///   - height: the rows of each.
///   - width: the columns of each.
/// - Returns: shape `[batch, height, width, channels]`.
func channelsLast(
  _ x: [Float], batch: Int, channels: Int, height: Int, width: Int
) -> [Float] {
  // TODO: a copy under another name. The numbers have to move.
  return x
}

/// Turns images from NCHW to NCHWc: the channels in blocks, NHWC inside each block.
///
/// - Parameters:
///   - x: shape `[batch, channels, height, width]`.
///   - batch: the number of images.
///   - channels: the channels of each.
///   - height: the rows of each.
///   - width: the columns of each.
///   - block: the channels of a block; at least 1.
/// - Returns: shape `[batch, blocks, height, width, block]`; channels that x does not have are 0.
func channelBlocks(
  _ x: [Float], batch: Int, channels: Int, height: Int, width: Int, block size: Int
) -> [Float] {
  // TODO: as many blocks as hold all channels, filled with what there is.
  return []
}
