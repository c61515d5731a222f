import Foundation
import ModelOptimization
import Testing

/// Facts about the images come from Python's gzip; see `Fixtures/make_fixtures.py`, `pixels`.
@Suite struct `Fashion-MNIST` {
  struct Facts: Decodable {
    var count, labelSum, firstImageSum, lastImageSum, imageSum: Int
    var firstLabels, lastLabels: [Int]
  }
  let facts: [String: Facts]

  init() throws {
    facts = try Fixture.table("pixels.json", as: [String: Facts].self)
  }

  /// The sum of the pixels as they are in the file, from 0 to 255.
  func pixelSum(_ pixels: some Sequence<Float>) -> Int {
    pixels.reduce(0) { $0 + Int(($1 * 255).rounded()) }
  }

  @Test func `comes with its whole test set`() throws {
    let facts = try #require(facts["t10k"])
    let test = try FashionMNIST.test(from: shippedData)
    #expect(test.images.shape == [10_000, 784])
    #expect(test.count == facts.count)
    #expect(Array(test.labels.prefix(10)) == facts.firstLabels)
    #expect(Array(test.labels.suffix(10)) == facts.lastLabels)
    #expect(test.labels.reduce(0, +) == facts.labelSum)
    #expect(pixelSum(test.images[0]) == facts.firstImageSum)
    #expect(pixelSum(test.images[9_999]) == facts.lastImageSum)
    #expect(pixelSum(test.images.elements) == facts.imageSum)
    #expect(test.images.elements.allSatisfy { 0 <= $0 && $0 <= 1 })
  }

  @Test func `keeps the last tenth of its training images for validation`() throws {
    let facts = try #require(facts["train"])
    let training = try FashionMNIST.training(from: shippedData)
    let validation = try FashionMNIST.validation(from: shippedData)
    #expect(facts.count == 12_000)
    #expect(training.count == 10_800)
    #expect(validation.count == 1_200)
    #expect(Array(training.labels.prefix(10)) == facts.firstLabels)
    #expect(Array(validation.labels.suffix(10)) == facts.lastLabels)
    #expect((training.labels + validation.labels).reduce(0, +) == facts.labelSum)
    #expect(pixelSum(training.images[0]) == facts.firstImageSum)
    #expect(pixelSum(validation.images[1_199]) == facts.lastImageSum)
    let sum = pixelSum(training.images.elements) + pixelSum(validation.images.elements)
    #expect(sum == facts.imageSum)
  }

  @Test func `is read in part`() throws {
    let test = try FashionMNIST.test(from: shippedData)
    #expect(try FashionMNIST.test(count: 100, from: shippedData) == test.prefix(100))
    #expect(try FashionMNIST.test(count: 0, from: shippedData).count == 0)
    let training = try FashionMNIST.training(from: shippedData)
    #expect(try FashionMNIST.training(count: 7, from: shippedData) == training.prefix(7))
    let validation = try FashionMNIST.validation(from: shippedData)
    #expect(try FashionMNIST.validation(count: 7, from: shippedData) == validation.prefix(7))
    #expect(test.prefix(20_000) == test)
  }

  @Test func `has ten classes, all of them in the test set`() throws {
    #expect(FashionMNIST.classNames.count == 10)
    let labels = try FashionMNIST.test(from: shippedData).labels
    #expect(Set(labels) == Set(0..<10))
    #expect((0..<10).allSatisfy { name in labels.count { $0 == name } == 1000 })
  }

  @Test func `says how many images there are when more are asked for`() {
    expectError(
      "12001 images were asked for, and there are 10800. Ask for 10800 or fewer."
    ) {
      try FashionMNIST.training(count: 12_001, from: shippedData)
    }
  }

  @Test func `says where it looked for a missing file`() throws {
    try withTemporaryFolder { folder in
      expectError(
        "t10k-images-idx3-ubyte.gz: not found in \(folder.path)/fashion-mnist. "
          + "Set PARE_DATA to the project's Data folder."
      ) {
        try FashionMNIST.test(from: DataLocation(only: folder.path))
      }
    }
  }

  @Test func `notices that images and labels were swapped`() throws {
    try withCopy { copy, folder in
      try exchange("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", in: folder)
      expectError(
        "t10k-images-idx3-ubyte.gz: these are not images, but labels. Were the two files swapped?"
      ) { try FashionMNIST.test(from: copy) }
    }
  }

  @Test func `notices labels of another set`() throws {
    try withCopy { copy, folder in
      try exchange("t10k-labels-idx1-ubyte.gz", "train-labels-idx1-ubyte.gz", in: folder)
      expectError("has 10000 images, but") { try FashionMNIST.test(from: copy) }
      expectError("Take both files from the same place.") { try FashionMNIST.test(from: copy) }
    }
  }

  @Test func `notices a truncated file`() throws {
    try withCopy { copy, folder in
      let file = folder.appending(path: "t10k-images-idx3-ubyte.gz")
      try Data(contentsOf: file).prefix(4_000_000).write(to: file)
      expectError("it ends too early. Replace the file by a fresh copy.") {
        try FashionMNIST.test(from: copy)
      }
      // What comes before the cut can still be read.
      #expect(try FashionMNIST.test(count: 100, from: copy).count == 100)
    }
  }

  @Test func `notices a corrupted file`() throws {
    try withCopy { copy, folder in
      let file = folder.appending(path: "t10k-images-idx3-ubyte.gz")
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count - 5] ^= 1
      try bytes.write(to: file)
      expectError("its checksum does not match its contents. Replace the file") {
        try FashionMNIST.test(from: copy)
      }
    }
  }

  @Test func `notices a file that is something else`() throws {
    try withCopy { copy, folder in
      let file = folder.appending(path: "t10k-images-idx3-ubyte.gz")
      try Data("<html>Not found</html>".utf8).write(to: file)
      expectError("it is not compressed with gzip") { try FashionMNIST.test(from: copy) }
      let text = try Fixture.bytes("gzip/dynamic.gz")
      try Data(text).write(to: file)
      expectError("these are not images, but something else") {
        try FashionMNIST.test(from: copy)
      }
      try FileManager.default.removeItem(at: file)
      try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
      expectError("this is a folder") { try FashionMNIST.test(from: copy) }
    }
  }

  @Test func `is looked for where the caller says, and nowhere else`() {
    let only = DataLocation(only: "/a")
    #expect(only.datasetFolders == ["/a/fashion-mnist"])
    #expect(only.modelFolders == ["/a/models"])
  }

  @Test func `is looked for in the environment first, then Debian's place, then the project`()
    async
  {
    await #expect(processExitsWith: .exitCode(7)) {
      setenv("PARE_DATA", "/given", 1)
      let location = DataLocation(dataFolder: "/project/Data")
      let isRight =
        location.datasetFolders == [
          "/given/fashion-mnist", "/usr/share/datasets/fashion-mnist",
          "/project/Data/fashion-mnist",
        ] && location.modelFolders == ["/given/models", "/project/Data/models"]
      exit(isRight ? 7 : 1)
    }
    await #expect(processExitsWith: .exitCode(7)) {
      unsetenv("PARE_DATA")
      let location = DataLocation()
      let isRight =
        location.datasetFolders == ["/usr/share/datasets/fashion-mnist"]
        && location.modelFolders.isEmpty
      exit(isRight ? 7 : 1)
    }
  }

  private func expectError(_ text: String, _ body: () throws -> FashionMNIST) {
    do {
      _ = try body()
      Issue.record("no error, and \"\(text)\" was expected")
    } catch {
      #expect("\(error)".contains(text))
    }
  }

  /// Runs a test with a copy of the data set that it may damage.
  private func withCopy(_ body: (DataLocation, URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let copy = folder.appending(path: "fashion-mnist")
      let source = URL(filePath: projectData).appending(path: "fashion-mnist")
      try FileManager.default.copyItem(at: source, to: copy)
      try body(DataLocation(only: folder.path), copy)
    }
  }

  private func exchange(_ first: String, _ second: String, in folder: URL) throws {
    let (first, second) = (folder.appending(path: first), folder.appending(path: second))
    let bytes = try Data(contentsOf: first)
    try Data(contentsOf: second).write(to: first)
    try bytes.write(to: second)
  }
}
