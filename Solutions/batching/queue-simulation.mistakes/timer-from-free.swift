struct Server {
  var maximumBatch: Int
  var maximumWait: Double
  var fixed: Double
  var each: Double
}

func latencies(of arrivals: [Double], on server: Server) -> [Double] {
  var latencies: [Double] = []
  var free = -Double.infinity
  while latencies.count < arrivals.count {
    let first = latencies.count
    let last = first + server.maximumBatch - 1
    let full = last < arrivals.count ? arrivals[last] : .infinity
    let departure = max(free, min(full, max(free, arrivals[first]) + server.maximumWait))
    let batch = arrivals[first...].prefix(server.maximumBatch).prefix { $0 <= departure }
    free = departure + server.fixed + server.each * Double(batch.count)
    latencies += batch.map { arrival in free - arrival }
  }
  return latencies
}
