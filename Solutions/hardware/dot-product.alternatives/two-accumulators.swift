// Two variables of eight lanes, and raw memory: eight neighbours are loaded without asking the
// array for each whether it is there. The lists are padded in thought: the last lanes take what is
// left.
func dotProduct(_ x: [Float], _ y: [Float]) -> Float {
  x.withUnsafeBytes { x in
    y.withUnsafeBytes { y in
      func eight(_ bytes: UnsafeRawBufferPointer, at place: Int) -> SIMD8<Float> {
        bytes.loadUnaligned(fromByteOffset: 4 * place, as: SIMD8<Float>.self)
      }
      let count = x.count / 4
      var (even, odd) = (SIMD8<Float>(), SIMD8<Float>())
      var start = 0
      while start + 16 <= count {
        even += eight(x, at: start) * eight(y, at: start)
        odd += eight(x, at: start + 8) * eight(y, at: start + 8)
        start += 16
      }
      for place in start..<count {
        let (left, right) = (
          x.load(fromByteOffset: 4 * place, as: Float.self),
          y.load(fromByteOffset: 4 * place, as: Float.self)
        )
        even[place % 8] += left * right
      }
      return (even + odd).sum()
    }
  }
}
