// Decides batch by batch who gets on, request by request.
struct Server {
  var maximumBatch: Int
  var maximumWait: Double
  var fixed: Double
  var each: Double
}

func latencies(of arrivals: [Double], on server: Server) -> [Double] {
  var result = [Double](repeating: 0, count: arrivals.count)
  var (first, free) = (0, 0.0)
  while first < arrivals.count {
    // Whatever happens later, nobody who comes after this moment gets on.
    let closing = max(free, arrivals[first] + server.maximumWait)
    var end = first + 1
    while end < arrivals.count, end < first + server.maximumBatch, arrivals[end] <= closing {
      end += 1
    }
    let isFull = end == first + server.maximumBatch
    let start = isFull ? max(free, arrivals[end - 1]) : closing
    free = start + server.fixed + server.each * Double(end - first)
    for request in first..<end { result[request] = free - arrivals[request] }
    first = end
  }
  return result
}
