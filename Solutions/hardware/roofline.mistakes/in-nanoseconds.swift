func productIntensity(m: Int, k: Int, n: Int) -> Double {
  let operations = 2 * m * k * n
  let bytes = 4 * (m * k + k * n + m * n)
  return Double(operations) / Double(bytes)
}

func ridgePoint(peak: Double, bandwidth: Double) -> Double {
  peak / bandwidth
}

func attainable(intensity: Double, peak: Double, bandwidth: Double) -> Double {
  min(peak, intensity * bandwidth)
}

func shortestTime(operations: Double, bytes: Double, peak: Double, bandwidth: Double) -> Double {
  max(operations / peak, bytes / bandwidth)
}
