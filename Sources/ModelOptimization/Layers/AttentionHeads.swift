// Legend, for one head of one sequence:
//
//   q, k, v  queries, keys, values, [length, size]
//   p        the share of each place in what each place takes up, [length, length]
//   d        in front of another letter: how the loss changes with it

/// Scaled dot-product attention of all heads, apart from each other.
struct AttentionHeads: Sendable {
  let batch: Int
  let length: Int
  let width: Int
  let heads: Int
  let isCausal: Bool

  init(shape: [Int], heads: Int, isCausal: Bool) {
    (batch, length, width) = (shape[0], shape[1], shape[2])
    self.heads = heads
    self.isCausal = isCausal
  }

  /// The elements of a row that belong to one head.
  private var size: Int { width / heads }
  /// What scores are multiplied by: a sum of `size` products of numbers near 1 is near √size.
  private var scale: Float { 1 / Float(size).squareRoot() }

  /// What each place takes up.
  ///
  /// - Parameter projected: queries, keys and values, `[batch · length, 3 · width]`.
  /// - Returns: what was found, `[batch · length, width]`, and the shares of each place,
  ///   `[batch · heads, length, length]`.
  func attend(_ projected: Tensor) -> (found: Tensor, shares: Tensor) {
    var found = Tensor(zeros: [0])
    let shares = Tensor(shape: [batch * heads, length, length]) { shares in
      found = Tensor(shape: [batch * length, width]) { found in
        projected.withElements { projected in
          ThreadPool.current.parallel(batch * heads) { number in
            let (q, k, v) = (
              head(projected, number, 0), head(projected, number, 1), head(projected, number, 2)
            )
            let p = shares + number * length * length
            multiply(q, k.transposed, into: p)
            for row in 0..<length { shareOut(p + row * length, row) }
            multiply(
              matrix(p), v, into: found + offset(number, 0, parts: 1), rowStride: width)
          }
        }
      }
    }
    return (found, shares)
  }

  /// How the loss changes with queries, keys and values.
  ///
  ///     dv = pᵀ · dfound        dp = dfound · vᵀ
  ///     ds = p · (dp - Σ over a row of dp · p) / √size        dq = ds · k        dk = dsᵀ · q
  func gradient(_ projected: Tensor, _ shares: Tensor, _ dFound: Tensor) -> Tensor {
    Tensor(shape: projected.shape) { gradient in
      withElements(projected, shares, dFound) { projected, shares, dFound in
        ThreadPool.current.parallel(batch * heads) { number in
          let (q, k, v) = (
            head(projected, number, 0), head(projected, number, 1), head(projected, number, 2)
          )
          let (dQ, dK, dV) = (
            gradient + offset(number, 0, parts: 3), gradient + offset(number, 1, parts: 3),
            gradient + offset(number, 2, parts: 3)
          )
          let p = shares + number * length * length
          let d = head(dFound, number, 0, parts: 1)
          multiply(matrix(p).transposed, d, into: dV, rowStride: 3 * width)
          let dS = Tensor(shape: [length, length]) { dS in
            multiply(d, v.transposed, into: dS)
            Reduction.softmaxRowsGradient(p, dS, into: dS, rows: length, columns: length)
            Elementwise.scaleShift(
              dS, scale: scale, shift: 0, into: dS, count: length * length)
          }
          dS.withElements { dS in
            multiply(matrix(dS), k, into: dQ, rowStride: 3 * width)
            multiply(matrix(dS).transposed, q, into: dK, rowStride: 3 * width)
          }
        }
      }
    }
  }

  /// Turns the scores of one place into shares that add up to one, of the places that it sees.
  private func shareOut(_ scores: UnsafeMutablePointer<Float>, _ row: Int) {
    let seen = isCausal ? row + 1 : length
    Elementwise.scaleShift(scores, scale: scale, shift: 0, into: scores, count: seen)
    Reduction.softmaxRows(scores, into: scores, rows: 1, columns: seen)
    for column in seen..<length { scores[column] = 0 }
  }

  private func matrix(_ start: UnsafePointer<Float>) -> MatmulOperand {
    MatmulOperand(start, rows: length, columns: length)
  }

  /// One head of one sequence, `[length, size]`, where it lies in rows of `parts` parts of `width`.
  private func head(
    _ rows: UnsafePointer<Float>, _ number: Int, _ part: Int, parts: Int = 3
  ) -> MatmulOperand {
    MatmulOperand(
      rows + offset(number, part, parts: parts), rows: length, columns: size,
      rowStride: parts * width)
  }

  private func offset(_ number: Int, _ part: Int, parts: Int) -> Int {
    let (sequence, head) = number.quotientAndRemainder(dividingBy: heads)
    return sequence * length * parts * width + part * width + head * size
  }
}
