/// Why a request got no answer.
public enum ServingError: Error, Equatable {
  /// As many requests wait as the queue holds.
  case queueFull(waiting: Int)
  /// The batcher or the pool has been shut down, or is being shut down.
  case shutDown
  /// The model answered a batch with another number of answers than it had requests.
  case wrongAnswerCount(requests: Int, answers: Int)
  /// The system gave no thread for a model.
  case noThread
}

extension ServingError: CustomStringConvertible {
  /// What happened, and what to do.
  public var description: String {
    switch self {
    case .queueFull(let waiting):
      "The queue is full: \(waiting) requests wait. Try again later, or give the batcher a "
        + "longer queue, larger batches or more models."
    case .shutDown:
      "The server is shut down and takes no more requests. Send them to another."
    case .wrongAnswerCount(let requests, let answers):
      "The model gave \(answers) answers to a batch of \(requests) requests. "
        + "It must give one for each, in their order."
    case .noThread:
      "The system gave no thread for a model. Ask for fewer models, or raise the limit of "
        + "threads (ulimit -u)."
    }
  }
}
