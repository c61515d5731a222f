extension CourseProblem.Reason {
  /// The reason's name, such as `fileMissing`: the same whatever ``text`` says, for programs.
  public var code: String {
    // A case with values has them as its child, under the case's name.
    Mirror(reflecting: self).children.first?.label ?? String(describing: self)
  }
}
