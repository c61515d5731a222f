/// Stops the program with `rule` when a caller broke it.
///
/// `precondition` would be the natural word, but a release build drops its message and leaves
/// a bare "illegal instruction"; whoever passes tensors of the wrong shape needs the sentence.
@inline(__always)
package func require(_ holds: Bool, _ rule: @autoclosure () -> String) {
  if !holds { fail(rule()) }
}

/// Kept out of line, so that a check costs its caller one comparison and one jump.
@inline(never)
private func fail(_ rule: String) -> Never {
  fatalError(rule)
}
