#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func softLoss(student: [Float], teacher: [Float], temperature: Float) -> Float {
  let p = logSoftShares(teacher, temperature)
  let q = logSoftShares(student, temperature)
  var divergence: Float = 0
  for (teacherLog, studentLog) in zip(p, q) {
    divergence += exp(studentLog) * (studentLog - teacherLog)
  }
  return temperature * temperature * divergence
}

func softSlope(student: [Float], teacher: [Float], temperature: Float) -> [Float] {
  let p = logSoftShares(teacher, temperature)
  let q = logSoftShares(student, temperature)
  return zip(p, q).map { teacherLog, studentLog in
    temperature * (exp(studentLog) - exp(teacherLog))
  }
}

func logSoftShares(_ logits: [Float], _ temperature: Float) -> [Float] {
  let cooled = logits.map { score in score / temperature }
  let largest = cooled.max() ?? 0
  let sum = cooled.map { score in exp(score - largest) }.reduce(0, +)
  return cooled.map { score in score - largest - log(sum) }
}
