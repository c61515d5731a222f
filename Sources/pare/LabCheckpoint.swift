import ArgumentParser
import Foundation
import ModelOptimization

/// Where a command that trains keeps its run while it goes on.
struct LabCheckpointOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Where to keep the run while it goes on.", valueName: "file"))
  var checkpoint: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Go on with the run of a checkpoint.", valueName: "file"))
  var resume: String?

  func validate() throws {
    if resume != nil && checkpoint != nil {
      throw ValidationError(
        "--resume goes on writing to its file; --checkpoint is for a run that begins.")
    }
  }

  /// The place of a run, which can be written to and holds no other run.
  ///
  /// - Parameters:
  ///   - save: where the model will be written; nil for nowhere.
  ///   - name: what a file is called that nobody asked for, if the run ends too early.
  func place(save: String?, name: String) throws -> LabCheckpoint {
    if let save, let own = resume ?? checkpoint, isSameFile(own, save) {
      throw ValidationError("--save takes a file of its own for the weights, not \"\(save)\".")
    }
    let place = LabCheckpoint(resume: resume, checkpoint: checkpoint, save: save, name: name)
    try requireWritable(place.file.path)
    try place.requireNoOtherRun()
    return place
  }
}

/// Where a run is kept while it goes on.
struct LabCheckpoint {
  let file: CheckpointFile
  /// Whether the file stands beside the weights, which hold all that is of use when they are
  /// written. A file that was named stays, and so does one that this run did not write.
  private let isBesideWeights: Bool

  fileprivate init(resume: String?, checkpoint: String?, save: String?, name: String) {
    let besideWeights = save.map { "\($0).checkpoint" }
    isBesideWeights = checkpoint == nil && save != nil && resume ?? besideWeights == besideWeights
    if let resume {
      file = CheckpointFile(resume, isResumed: true)
    } else if let path = checkpoint ?? besideWeights {
      file = CheckpointFile(path)
    } else {
      // Nobody asked for a file: there is one only if the run ends too early.
      file = CheckpointFile(Self.freeName(for: name), isWrittenEachEpoch: false)
    }
  }

  /// A name that no file has: the checkpoint of an earlier run is kept.
  private static func freeName(for model: String) -> String {
    var name = "\(model).checkpoint"
    var number = 1
    while access(name, F_OK) == 0 {
      number += 1
      name = "\(model)-\(number).checkpoint"
    }
    return name
  }

  /// Refuses to write over the checkpoint of another run.
  fileprivate func requireNoOtherRun() throws {
    guard !file.isResumed, access(file.path, F_OK) == 0 else { return }
    throw ValidationError(
      "\(file.path): there is a run already. Go on with --resume \(file.path), or remove the file "
        + "to begin anew.")
  }

  func removeIfDone() {
    if isBesideWeights { unlink(file.path) }
  }

  /// Does what trains, and says how to go on where it was interrupted.
  func run<Result>(_ progress: ProgressLine, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch TrainingError.interrupted(let epoch, let step, let path) {
      progress.end()
      complain(
        """
        Interrupted after step \(step) of epoch \(epoch). Go on with:
          \(Self.command(resuming: path ?? file.path))

        """)
      throw ExitCode(130)
    }
  }

  /// What was typed, with the checkpoint to go on from.
  static func command(resuming path: String) -> String {
    var words = ["pare"]
    var rest = CommandLine.arguments.dropFirst()
    while let word = rest.popFirst() {
      switch word {
      case "--checkpoint", "--resume", "--state": rest = rest.dropFirst()
      case _ where ["--checkpoint=", "--resume=", "--state="].contains(where: word.hasPrefix):
        break
      default: words.append(word)
      }
    }
    let plain = Set(
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+@%")
    return (words + ["--resume", path]).map { word in
      word.allSatisfy(plain.contains) && !word.isEmpty
        ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }
}
