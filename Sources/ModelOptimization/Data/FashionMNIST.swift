/// Images of clothes, 28 by 28 grey pixels, each in one of ten classes.
///
/// The files of the training set hold both training and validation images: the last tenth is
/// the validation set. In the full data set these are the last 6,000 of 60,000 images; the
/// subset that comes with the project keeps every fifth image, and so the same division.
///
/// Choose with the validation set, as often as you like. Read the test set once, for the report:
/// whatever was chosen by it looks better on it than it is.
///
/// Source: Xiao, Rasul, Vollgraf, "Fashion-MNIST", 2017, arXiv:1708.07747.
public struct FashionMNIST: Equatable, Sendable {
  /// The pixels from 0 (background) to 1, shape `[count, 784]`, row by row from the top left.
  public var images: Tensor
  /// For each image its class, a place in `classNames`.
  public var labels: [Int]

  /// What the classes are.
  public static let classNames = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
    "Ankle boot",
  ]

  /// Creates a data set from images and their labels.
  ///
  /// - Parameters:
  ///   - images: shape `[count, 784]`.
  ///   - labels: one for each image.
  public init(images: Tensor, labels: [Int]) {
    require(
      images.shape.count == 2 && images.rowCount == labels.count,
      "A data set has one label for each image; it was given images of shape \(images.shape) "
        + "and \(labels.count) labels.")
    self.images = images
    self.labels = labels
  }

  /// The number of images.
  public var count: Int { labels.count }

  /// The test set: 10,000 images.
  ///
  /// - Parameters:
  ///   - count: how many of the first images to read; nil for all. The checksum of a file can
  ///     only be checked when all of it is read.
  ///   - location: where to look for the files.
  /// - Throws: `DatasetError`, `FileError`.
  public static func test(
    count: Int? = nil, from location: DataLocation = DataLocation()
  ) throws -> FashionMNIST {
    let (images, labels) = try open("t10k", in: location)
    return try read(images, labels, count, of: 0..<images.count)
  }

  /// The training set without the validation images: 54,000 of them, or 10,800 in the subset.
  ///
  /// - Parameters:
  ///   - count: how many of the first images to read; nil for all. The checksum of a file can
  ///     only be checked when all of it is read.
  ///   - location: where to look for the files.
  /// - Throws: `DatasetError`, `FileError`.
  public static func training(
    count: Int? = nil, from location: DataLocation = DataLocation()
  ) throws -> FashionMNIST {
    let (images, labels) = try open("train", in: location)
    let all = 0..<images.count - images.count / 10
    return try read(images, labels, count, of: all)
  }

  /// The validation set: the last tenth of the training images, 6,000, or 1,200 in the subset.
  ///
  /// - Parameters:
  ///   - count: how many of the first validation images to keep; nil for all. The file is read
  ///     up to them either way.
  ///   - location: where to look for the files.
  /// - Throws: `DatasetError`, `FileError`.
  public static func validation(
    count: Int? = nil, from location: DataLocation = DataLocation()
  ) throws -> FashionMNIST {
    let (images, labels) = try open("train", in: location)
    let all = images.count - images.count / 10..<images.count
    return try read(images, labels, count, of: all)
  }

  /// The first images: `maximum` of them, or all where there are fewer.
  public func prefix(_ maximum: Int) -> FashionMNIST {
    require(maximum >= 0, "The number of images is not negative; \(maximum) were asked for.")
    let kept = 0..<min(maximum, count)
    return FashionMNIST(images: images.rows(kept), labels: Array(labels[kept]))
  }

  private static func open(
    _ name: String, in location: DataLocation
  ) throws -> (images: IDXFile, labels: IDXFile) {
    let images = try IDXFile(
      contentsOf: location.datasetFile("\(name)-images-idx3-ubyte.gz"), kind: .images)
    let labels = try IDXFile(
      contentsOf: location.datasetFile("\(name)-labels-idx1-ubyte.gz"), kind: .labels)
    guard images.count == labels.count else {
      throw DatasetError.countsDiffer(
        images: images.path, imageCount: images.count, labels: labels.path,
        labelCount: labels.count)
    }
    return (images, labels)
  }

  /// Reads the first `count` images of those in `all`.
  private static func read(
    _ images: IDXFile, _ labels: IDXFile, _ count: Int?, of all: Range<Int>
  ) throws -> FashionMNIST {
    let count = count ?? all.count
    require(count >= 0, "The number of images is not negative; \(count) were asked for.")
    guard count <= all.count else {
      throw DatasetError.tooFew(images.path, wanted: count, available: all.count)
    }
    let end = all.lowerBound + count
    let pixels = try images.items(first: end).suffix(count * IDXKind.images.itemByteCount)
    let classes = try labels.items(first: end).suffix(count)
    for (index, label) in classes.enumerated() where label >= classNames.count {
      throw DatasetError.labelOutOfRange(
        labels.path, index: all.lowerBound + index, label: Int(label))
    }
    return FashionMNIST(
      images: Tensor(pixels.map { Float($0) / 255 }, shape: [count, 28 * 28]),
      labels: classes.map { Int($0) })
  }
}
