import Workbook

/// The report for a program to read.
struct MutationDocument: Encodable {
  let schema = "pare.mutants/1"
  let least: Double
  let mutants: Int
  let caught: Int
  let isEnough: Bool
  let exercises: [Part]

  struct Part: Encodable {
    let id: String
    let file: String
    let mutants: Int
    let caught: Int
    let broken: Int
    let equal: Int
    let untried: Int
    let isEnough: Bool
    let survivors: [ExerciseMutation.Survivor]
    let trouble: String?
  }

  init(_ report: MutationReport) {
    least = MutationReport.leastShare
    mutants = report.mutantCount
    caught = report.caughtCount
    isEnough = report.isEnough
    exercises = report.exercises.map {
      Part(
        id: $0.id, file: $0.file, mutants: $0.mutantCount, caught: $0.caughtCount,
        broken: $0.brokenCount, equal: $0.equalCount, untried: $0.untriedCount,
        isEnough: $0.isEnough, survivors: $0.survivors, trouble: $0.trouble)
    }
  }
}
