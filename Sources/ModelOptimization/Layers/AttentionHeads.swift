#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    var shares = Tensor(zeros: [batch * heads, length, length])
    let found = Tensor(shape: [batch * length, width]) { found in
      shares.withMutableElements { shares in
        projected.withElements { projected in
          ThreadPool.current.parallel(batch * heads) { number in
            let (q, k, v) = (
              part(projected, number, 0), part(projected, number, 1), part(projected, number, 2)
            )
            var scores = product(q, transposed: k)
            scores.withMutableElements { scores in
              for row in 0..<length { softmaxRow(scores + row * length, row) }
            }
            scores.withElements {
              (shares + number * length * length).update(from: $0, count: length * length)
            }
            put(matmul(scores, v), into: found, number, 0, parts: 1)
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
      withElements(projected, dFound) { projected, dFound in
        ThreadPool.current.parallel(batch * heads) { number in
          let (q, k, v) = (
            part(projected, number, 0), part(projected, number, 1), part(projected, number, 2)
          )
          let p = shares.rows(number..<number + 1).reshaped(to: [length, length])
          let d = part(dFound, number, 0, parts: 1)
          put(product(transposed: p, d), into: gradient, number, 2)
          var dS = softmaxGradient(output: p, outputGradient: product(d, transposed: v))
          let scale = scale
          dS.withMutableElements { dS in
            for index in 0..<length * length { dS[index] *= scale }
          }
          put(matmul(dS, k), into: gradient, number, 0)
          put(product(transposed: dS, q), into: gradient, number, 1)
        }
      }
    }
  }

  /// Turns the scores of one place into shares that add up to one.
  private func softmaxRow(_ scores: UnsafeMutablePointer<Float>, _ row: Int) {
    let seen = isCausal ? row + 1 : length
    var largest = -Float.infinity
    for column in 0..<seen { largest = max(largest, scores[column]) }
    var sum: Float = 0
    for column in 0..<seen {
      scores[column] = exp((scores[column] - largest) * scale)
      sum += scores[column]
    }
    for column in 0..<seen { scores[column] /= sum }
    for column in seen..<length { scores[column] = 0 }
  }

  /// The elements of one head of one sequence, `[length, size]`, out of rows that consist of
  /// `parts` parts of `width`.
  private func part(
    _ rows: UnsafePointer<Float>, _ number: Int, _ part: Int, parts: Int = 3
  ) -> Tensor {
    Tensor(shape: [length, size]) { target in
      for row in 0..<length {
        let start = offset(number, row, part, parts)
        (target + row * size).update(from: rows + start, count: size)
      }
    }
  }

  private func put(
    _ elements: Tensor, into rows: UnsafeMutablePointer<Float>, _ number: Int, _ part: Int,
    parts: Int = 3
  ) {
    elements.withElements { elements in
      for row in 0..<length {
        let start = offset(number, row, part, parts)
        (rows + start).update(from: elements + row * size, count: size)
      }
    }
  }

  private func offset(_ number: Int, _ row: Int, _ part: Int, _ parts: Int) -> Int {
    let (sequence, head) = number.quotientAndRemainder(dividingBy: heads)
    return (sequence * length + row) * parts * width + part * width + head * size
  }
}
