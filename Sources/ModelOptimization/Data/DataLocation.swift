#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where data sets and trained models are looked for.
///
/// The places in their order:
/// 1. the folder that the environment variable `PARE_DATA` names: it holds `fashion-mnist/` and
///    `models/`;
/// 2. `/usr/share/datasets/fashion-mnist`, where Debian's package `dataset-fashion-mnist` puts
///    the full data set;
/// 3. the `Data` folder of the project, where the program knows it.
///
/// The first place that has a file wins.
public struct DataLocation: Equatable, Sendable {
  /// The folders that may hold the four files of Fashion-MNIST, the preferred one first.
  public var datasetFolders: [String]
  /// The folders that may hold trained models, the preferred one first.
  public var modelFolders: [String]

  /// The places above, read from the environment as it is now.
  ///
  /// - Parameter dataFolder: the `Data` folder of the project; nil where it is not known.
  public init(dataFolder: String? = nil) {
    let environment = getenv("PARE_DATA").map { String(cString: $0) }
    let folders = [environment, dataFolder].compactMap { $0 }.filter { !$0.isEmpty }
    datasetFolders = folders.map { "\($0)/fashion-mnist" }
    datasetFolders.insert(
      "/usr/share/datasets/fashion-mnist", at: environment?.isEmpty == false ? 1 : 0)
    modelFolders = folders.map { "\($0)/models" }
  }

  /// One folder and no other: it holds `fashion-mnist/` and `models/`.
  public init(only folder: String) {
    datasetFolders = ["\(folder)/fashion-mnist"]
    modelFolders = ["\(folder)/models"]
  }

  /// The path of a file of Fashion-MNIST.
  ///
  /// - Throws: `DatasetError.missing`.
  func datasetFile(_ name: String) throws -> String {
    try find(name, in: datasetFolders)
  }

  /// The path of a trained model.
  ///
  /// - Throws: `DatasetError.missing`.
  func modelFile(_ name: String) throws -> String {
    try find(name, in: modelFolders)
  }

  private func find(_ name: String, in folders: [String]) throws -> String {
    for folder in folders where access("\(folder)/\(name)", F_OK) == 0 {
      return "\(folder)/\(name)"
    }
    throw DatasetError.missing(file: name, searched: folders)
  }
}
