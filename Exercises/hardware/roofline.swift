/// The operations that a matrix product does for each byte it moves, when each matrix moves once.
///
/// - Parameters:
///   - m: the rows of the left matrix and of the product.
///   - k: the columns of the left matrix and the rows of the right one.
///   - n: the columns of the right matrix and of the product.
/// - Returns: floating-point operations for each byte; numbers have 32 bits.
func productIntensity(m: Int, k: Int, n: Int) -> Double {
  // TODO: operations, bytes, one by the other.
  return -1
}

/// The intensity at which memory and arithmetic are equally fast.
///
/// - Parameters:
///   - peak: 10⁹ floating-point operations a second.
///   - bandwidth: 10⁹ bytes a second.
/// - Returns: floating-point operations for each byte.
func ridgePoint(peak: Double, bandwidth: Double) -> Double {
  // TODO: where do the two lines meet?
  return 0
}

/// The speed that work cannot exceed.
///
/// - Parameters:
///   - intensity: its floating-point operations for each byte.
///   - peak: 10⁹ floating-point operations a second.
///   - bandwidth: 10⁹ bytes a second.
/// - Returns: 10⁹ floating-point operations a second.
func attainable(intensity: Double, peak: Double, bandwidth: Double) -> Double {
  // TODO: the lower of two lines.
  return 0
}

/// The time below which work cannot be done; bytes travel while numbers are computed.
///
/// - Parameters:
///   - operations: floating-point operations.
///   - bytes: what must move.
///   - peak: 10⁹ floating-point operations a second.
///   - bandwidth: 10⁹ bytes a second.
/// - Returns: seconds.
func shortestTime(operations: Double, bytes: Double, peak: Double, bandwidth: Double) -> Double {
  // TODO: the longer of two times, in seconds.
  return 0
}
