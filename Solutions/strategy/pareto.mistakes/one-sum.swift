struct Contender: Equatable {
  var accuracy: Double
  var bytes: Int
  var microseconds: Double
}

func beats(_ a: Contender, _ b: Contender) -> Bool {
  a.accuracy >= b.accuracy && a.bytes <= b.bytes && a.microseconds <= b.microseconds && a != b
}

func front(_ list: [Contender]) -> [Int] {
  list.indices.filter { place in
    !list.contains { other in
      Double(other.bytes) * other.microseconds / other.accuracy
        < Double(list[place].bytes) * list[place].microseconds / list[place].accuracy
    }
  }
}

func noisyFront(_ list: [Contender], noise: Double) -> [Int] {
  list.indices.filter { place in
    let own = list[place]
    return !list.contains { other in
      var heard = other
      let gap = abs(other.microseconds - own.microseconds)
      if gap <= noise * min(other.microseconds, own.microseconds) {
        heard.microseconds = own.microseconds
      }
      return beats(heard, own)
    }
  }
}

func fastest(_ list: [Contender], leastAccuracy: Double, mostBytes: Int) -> Int? {
  list.indices.filter { place in
    list[place].accuracy >= leastAccuracy && list[place].bytes <= mostBytes
  }.min { one, other in
    (list[one].microseconds, -list[one].accuracy)
      < (list[other].microseconds, -list[other].accuracy)
  }
}
