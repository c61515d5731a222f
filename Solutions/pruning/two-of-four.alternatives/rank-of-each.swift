// A weight stays when fewer than n of its group come after it in the ranking.
func patternMask(
  of weights: [Float], inputs: Int, outputs: Int, keeping n: Int, of m: Int
) -> [Bool] {
  weights.indices.map { place in
    let (input, output) = (place / outputs, place % outputs)
    let first = input - input % m
    let larger = (first..<first + m).count { other in
      let (mine, its) = (weights[place].magnitude, weights[other * outputs + output].magnitude)
      return its > mine || (its == mine && other > input)
    }
    return larger < n
  }
}

// Doubles the number of places that the bits tell apart until there is one for each of m.
func patternBits(weights count: Int, bitsPerWeight: Int, keeping n: Int, of m: Int) -> Int {
  var (bits, places) = (0, 1)
  while places < m {
    bits += 1
    places *= 2
  }
  return (bitsPerWeight + bits) * n * (count / m)
}
