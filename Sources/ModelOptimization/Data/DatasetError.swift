/// What is wrong with a file of a data set.
public enum DatasetError: Error, Equatable {
  /// None of the folders has the file.
  case missing(file: String, searched: [String])
  /// The file cannot be unpacked.
  case damaged(String, GzipError)
  /// The file begins with the mark of something else.
  case wrongKind(String, expected: IDXKind, found: UInt32)
  /// The images have another size than Fashion-MNIST's, or are more than it has.
  case wrongShape(String, found: [Int])
  /// There are more images than labels, or fewer.
  case countsDiffer(images: String, imageCount: Int, labels: String, labelCount: Int)
  /// A label stands for no class.
  case labelOutOfRange(String, index: Int, label: Int)
  /// More images were asked for than there are.
  case tooFew(String, wanted: Int, available: Int)
}

extension DatasetError: CustomStringConvertible {
  /// Which file, what is wrong with it, and what to do.
  public var description: String {
    switch self {
    case .missing(let file, let searched):
      "\(file): not found\(searched.isEmpty ? "" : " in \(searched.joined(separator: ", "))"). "
        + "Set PARE_DATA to the project's Data folder."
    case .damaged(let path, let error):
      "\(path): \(error). Replace the file by a fresh copy."
    case .wrongKind(let path, let expected, let found):
      "\(path): these are not \(expected.rawValue), but "
        + (IDXKind.allCases.first { $0.magic == found }.map {
          "\($0.rawValue). Were the two files swapped?"
        } ?? "something else (it begins with \(found), not \(expected.magic)). "
          + "Replace the file by a fresh copy.")
    case .wrongShape(let path, let found):
      "\(path): Fashion-MNIST has up to 60000 images of 28 by 28; this file has the shape "
        + "\(found). Replace the file by one of Fashion-MNIST."
    case .countsDiffer(let images, let imageCount, let labels, let labelCount):
      "\(images) has \(imageCount) images, but \(labels) has \(labelCount) labels. "
        + "Take both files from the same place."
    case .labelOutOfRange(let path, let index, let label):
      "\(path): label \(index) is \(label); the classes are 0 to 9. "
        + "Replace the file by a fresh copy."
    case .tooFew(let path, let wanted, let available):
      "\(path): \(wanted) images were asked for, and there are \(available). "
        + "Ask for \(available) or fewer."
    }
  }
}
