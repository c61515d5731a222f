extension FashionStudent {
  /// The student as it comes with the project, taught by its CNN; `compact` alone comes with it.
  ///
  /// The file is a `ModelFile`; its metadata says how the student was taught. Another one is made
  /// by `pare lab distill --save`.
  ///
  /// - Parameter location: where to look for `models/compact.safetensors`.
  /// - Throws: `DatasetError.missing`, `FileError`, `SafetensorsError`, `ModelFileError`.
  public func pretrained(from location: DataLocation = DataLocation()) throws -> Sequential {
    let file = try ModelFile(contentsOf: location.modelFile("\(rawValue).safetensors"))
    return try file.floatingPointNetwork()
  }
}
