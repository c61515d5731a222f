extension ModelFile {
  /// Finds out whether a model can be written to a path, before hours of work go into the model:
  /// the folder takes a new file, and what lies there already is a model, or empty.
  ///
  /// - Throws: `FileError`, or `ModelFileError` with the problem `notReplaced`.
  public static func requireReplaceable(_ path: String) throws {
    do {
      let start = try readBytes(of: path, maximum: 1 << 40, upTo: 8)
      if !start.isEmpty {
        guard let header = try? SafetensorsHeader.read(from: path), isModel(header) else {
          throw ModelFileError(path: path, .notReplaced)
        }
      }
    } catch FileError.missing {}
    try requireWritable(path)
  }

  /// Whether a header is one that this library wrote for a model.
  private static func isModel(_ header: SafetensorsHeader) -> Bool {
    if let format = header.metadata["format"] { return format.hasPrefix("pare.model/") }
    if let model = header.metadata["model"] { return FashionModel(rawValue: model) != nil }
    let names = Set(header.entries.map(\.name))
    return names.contains("layers.0.weight") && names.allSatisfy { $0.hasPrefix("layers.") }
  }
}
