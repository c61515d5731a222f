// Everything follows from the ridge: left of it the roof rises, right of it it is flat, and the
// shortest time is the work at the attainable speed.
func productIntensity(m: Int, k: Int, n: Int) -> Double {
  let (m, k, n) = (Double(m), Double(k), Double(n))
  return 1 / (2 / n + 2 / m + 2 / k)
}

func ridgePoint(peak: Double, bandwidth: Double) -> Double { 1 / (bandwidth / peak) }

func attainable(intensity: Double, peak: Double, bandwidth: Double) -> Double {
  let ridge = ridgePoint(peak: peak, bandwidth: bandwidth)
  return intensity < ridge ? intensity / ridge * peak : peak
}

func shortestTime(operations: Double, bytes: Double, peak: Double, bandwidth: Double) -> Double {
  let speed = attainable(intensity: operations / bytes, peak: peak, bandwidth: bandwidth)
  return operations / speed / 1e9
}
