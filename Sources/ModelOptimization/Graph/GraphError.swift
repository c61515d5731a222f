/// Why nodes are no graph, or a graph is not what is needed.
public enum GraphError: Error, Equatable {
  /// Two nodes have the same name.
  case duplicateName(String)
  /// A node reads one that is not there.
  case missingInput(String, of: String)
  /// A result is to come from a node that is not there.
  case missingOutput(String)
  /// No result was asked for.
  case noOutput
  /// Each of the nodes reads the one before it, and the first one the last.
  case cycle([String])
  /// A node reads too many or too few others.
  case inputCount(node: String, needed: Int, given: Int)
  /// A node cannot do its work with values of these shapes.
  case shapes(node: String, given: [[Int]], rule: String)
  /// A session takes one input and gives one output.
  case inputsAndOutputs(inputs: [String], outputs: [String])
  /// In training mode a graph is not prepared for inference.
  case training
  /// The passes still find something to do after so many rounds.
  case noFixedPoint(rounds: Int, passes: [String])
}

extension GraphError: CustomStringConvertible {
  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .duplicateName(let name):
      "Two nodes of the graph are named \"\(name)\". Give each a name of its own."
    case .missingInput(let input, let node):
      "Node \"\(node)\" reads \"\(input)\", which is not in the graph. Add it, or correct the name."
    case .missingOutput(let name):
      "The graph's output \"\(name)\" is none of its nodes. Add it, or correct the name."
    case .noOutput:
      "The graph has no output. Name at least one node whose value is the result."
    case .cycle(let names):
      "The graph has a cycle, so that none of these can be computed first: "
        + (names + names.prefix(1)).map { "\"\($0)\"" }.joined(separator: " → ")
        + ". Take one of these connections out."
    case .inputCount(let node, let needed, let given):
      "Node \"\(node)\" reads \(needed) value\(needed == 1 ? "" : "s"); \(given) were named."
    case .shapes(let node, let given, let rule):
      "Node \"\(node)\" was given \(given.map { "\($0)" }.joined(separator: " and ")): \(rule)"
    case .inputsAndOutputs(let inputs, let outputs):
      "A session takes one input and gives one output; the graph has the inputs \(inputs) and the "
        + "outputs \(outputs)."
    case .training:
      "A graph in training mode cannot be prepared for inference. Make it with the mode .inference."
    case .noFixedPoint(let rounds, let passes):
      "After \(rounds) rounds these passes still change the graph: "
        + passes.joined(separator: ", ") + ". One of them undoes what another does."
    }
  }
}
