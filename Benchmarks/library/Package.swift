// swift-tools-version: 6.2
import PackageDescription

// The library's side of Benchmarks/run, and Benchmarks/sparsity. It is a package of its own, so that neither a learner's
// build nor the tests compile it, and it sees the library's sources through links, so that it
// may measure kernels that the library does not show to others.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "library-benchmark",
  platforms: [.macOS(.v15)],
  targets: [
    .target(name: "CKernels"),
    .target(name: "ModelOptimization", dependencies: ["CKernels"], swiftSettings: settings),
    .executableTarget(
      name: "LibraryBenchmark", dependencies: ["CKernels", "ModelOptimization"],
      swiftSettings: settings),
    .executableTarget(
      name: "SparsityBenchmark", dependencies: ["ModelOptimization"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
