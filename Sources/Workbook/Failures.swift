import Grading
import ModelOptimization
import Reviews
import Terminal

/// The exit status of any error that the parts throw; nil for an error of the command line.
public func exitStatus(of error: any Error) -> ExitStatus? {
  switch error {
  case let error as WorkbookError: error.exitStatus
  case let error as GradingError: ExitStatus(rawValue: error.exitCode)
  case let error as ReviewStoreError: ExitStatus(rawValue: error.exitCode)
  case is ReplayError: .badData
  case is TerminalError: .inputOutput
  case is DatasetError: .unavailable
  case is ModelFileError, is WeightsError, is SafetensorsError, is GzipError, is CheckpointError,
    is RunLogError:
    .badData
  case let error as QuantizedModelError where error.isAboutNumbers: .badData
  // It was done, and nothing came of it.
  case SearchError.limitNotMet, SearchError.limitsNotMetTogether, SearchError.everyTrialFailed:
    .notPassed
  // What a technique was told does not go with the model or the images.
  case is QuantizationError, is PruningError, is DistillationError, is SearchError, is GraphError,
    is FactorizationError, is QuantizedModelError:
    .usage
  // The recipes are ours: one whose loss explodes is wrong.
  case is TrainingError: .fault
  case is FileError: .inputOutput
  default: nil
  }
}
