/// How a model file keeps a tensor of which most elements are zero: compressed sparse rows.
///
/// A row runs over all axes but the first. The file has three tensors: the elements that are not
/// zero, row after row; the column of each; and for each row, where its elements begin, with the
/// number of all of them at the end.
struct SparseParts {
  private let name: String

  init(_ name: String) { self.name = name }

  /// The elements that are not zero, in the format of the model's weights.
  var values: String { "\(name).values" }
  /// Their columns, as integers of 8, 16 or 32 bits: whatever the longest row needs.
  var columns: String { "\(name).columns" }
  /// Where each row begins among them, as integers of 32 bits.
  var rows: String { "\(name).rows" }

  /// Rebuilds the tensor.
  ///
  /// - Throws: `ModelFileError` for columns that do not ascend within a row, or rows that do not
  ///   follow each other.
  func tensor(
    shape: [Int], values: Tensor, columns: RawTensor, starts: [UInt32]
  ) throws -> Tensor {
    let length = shape.dropFirst().reduce(1, *)
    // The reader compared `shape` with nothing yet: its rows are there, its columns may be a lie.
    let (count, overflow) = (shape.first ?? 0).multipliedReportingOverflow(by: length)
    guard !overflow, count <= ArchitectureDescription.maximumElements else {
      throw ModelFileError(.badValues(name: rows, expected: "those of a matrix that fits here"))
    }
    guard starts.first == 0, starts.last.map(Int.init) == values.count,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw ModelFileError(
        .badValues(name: rows, expected: "ascending from 0 to the number of values"))
    }
    let places = Self.widened(columns)
    var elements = [Float](repeating: 0, count: count)
    for row in 0..<starts.count - 1 {
      var next = 0
      for index in Int(starts[row])..<Int(starts[row + 1]) {
        guard places[index] >= next, places[index] < length else {
          throw ModelFileError(
            .badValues(name: self.columns, expected: "ascending columns of each row"))
        }
        elements[row * length + places[index]] = values.elements[index]
        next = places[index] + 1
      }
    }
    return Tensor(elements, shape: shape)
  }

  private static func widened(_ columns: RawTensor) -> [Int] {
    columns.integers(as: UInt8.self)?.map { Int($0) }
      ?? columns.integers(as: UInt16.self)?.map { Int($0) }
      ?? columns.integers(as: UInt32.self)?.map { Int($0) } ?? []
  }
}

extension SafetensorsFile {
  /// Adds the parameters and statistics of a layer, named after the prefix and their own names.
  ///
  /// - Parameter format: of parameters with several axes; the others are few and sensitive.
  mutating func addCompactly(
    _ layer: some TrainableLayer, prefix: String, weights format: StorageFormat
  ) throws {
    let names = layer.parameterNames + layer.statisticNames
    for (name, tensor) in zip(names, layer.parameters + layer.statistics) {
      try addCompactly(
        tensor, named: prefix + name, format: tensor.shape.count >= 2 ? format : .fp32)
    }
  }

  /// Adds a tensor in whichever way takes fewer bytes: whole, without its zeros, or as signs.
  ///
  /// - Throws: `ModelFileError` for numbers that are not finite, or that the format does not hold.
  mutating func addCompactly(
    _ tensor: Tensor, named name: String, format: StorageFormat
  ) throws {
    guard tensor.isFinite else { throw ModelFileError(.notFinite(name: name)) }
    guard format.rounded(tensor).isFinite else {
      throw ModelFileError(.outOfRange(name: name, format: format.rawValue.uppercased()))
    }
    if tensor.shape.count >= 2, let binary = SignParts.parts(of: tensor) {
      let parts = SignParts(name)
      rawTensors[parts.signs] = RawTensor(binary.packedSigns)
      rawTensors[parts.scales] = RawTensor(
        Tensor(binary.scales, shape: [binary.scales.count]), format: .fp32)
      return
    }
    guard tensor.shape.count >= 2, let sparse = SparseTensors(tensor, format: format),
      sparse.byteCount < tensor.count * format.byteCount
    else {
      rawTensors[name] = RawTensor(tensor, format: format)
      return
    }
    let parts = SparseParts(name)
    rawTensors[parts.values] = sparse.values
    rawTensors[parts.columns] = sparse.columns
    rawTensors[parts.rows] = sparse.rows
  }
}

/// The three tensors that stand for one.
private struct SparseTensors {
  let values: RawTensor
  let columns: RawTensor
  let rows: RawTensor

  /// What three names take in a header, about.
  private static let headerBytes = 200

  var byteCount: Int {
    values.bytes.count + columns.bytes.count + rows.bytes.count + Self.headerBytes
  }

  /// Leaves out the elements whose bits are all zero; nil for a tensor without elements.
  init?(_ tensor: Tensor, format: StorageFormat) {
    guard tensor.count > 0 else { return nil }
    let elements = format.rounded(tensor).elements
    let length = tensor.count / tensor.shape[0]
    var (kept, places, starts): ([Float], [UInt32], [UInt32]) = ([], [], [0])
    for row in 0..<tensor.shape[0] {
      for column in 0..<length where elements[row * length + column].bitPattern != 0 {
        kept.append(elements[row * length + column])
        places.append(UInt32(column))
      }
      starts.append(UInt32(kept.count))
    }
    values = RawTensor(Tensor(kept, shape: [kept.count]), format: format)
    columns =
      length <= 1 << 8
      ? RawTensor(places.map { UInt8($0) })
      : length <= 1 << 16 ? RawTensor(places.map { UInt16($0) }) : RawTensor(places)
    rows = RawTensor(starts)
  }
}
