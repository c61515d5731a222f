// swift-tools-version: 6.2
import PackageDescription

// On a build machine a warning stops the build; on a user's machine, with a compiler
// that is newer than the code, it must not.
let strictness: [SwiftSetting] =
  Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

let cStrictness: [CSetting] =
  [.unsafeFlags(["-Wall", "-Wextra"])]
  + (Context.environment["CI"] == nil ? [] : [.unsafeFlags(["-Werror"])])

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + strictness

// The program starts sooner, and on machines without the toolchain's libraries, when the standard
// library is in it. Only the link is static, so that the tests share every object; the libraries
// behind Foundation must be named then, and lld takes them in any order.
let staticLink = [
  "-static-stdlib", "-use-ld=lld", "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCShims",
  "-l_FoundationCollections", "-lFoundationInternationalization", "-lFoundationEssentials",
  "-lBlocksRuntime",
]

let package = Package(
  name: "pare",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "pare", targets: ["pare"]),
    // A learner's file is compiled and linked against these two, without a package build.
    .library(name: "ModelOptimization", type: .static, targets: ["ModelOptimization"]),
    .library(name: "Checks", type: .static, targets: ["Checks"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .executableTarget(
      name: "pare",
      dependencies: [
        "Workbook",
        "Terminal", "Grading", "Reviews", "Curriculum", "ModelOptimization",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings,
      linkerSettings: [.unsafeFlags(staticLink, .when(platforms: [.linux]))]),
    .target(
      name: "Workbook",
      dependencies: ["Terminal", "Grading", "Reviews", "Curriculum", "ModelOptimization"],
      swiftSettings: settings),
    .target(name: "Terminal", dependencies: ["Curriculum"], swiftSettings: settings),
    .target(name: "Grading", dependencies: ["Curriculum"], swiftSettings: settings),
    .target(
      name: "Reviews",
      dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: settings),
    .target(
      name: "Curriculum",
      dependencies: ["Ccmark", .product(name: "Yams", package: "Yams")],
      swiftSettings: settings),
    .systemLibrary(
      name: "Ccmark", pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .target(name: "Checks", swiftSettings: settings),
    // The hot loops, in C: chosen at run time by what the processor can do.
    .target(name: "CKernels", cSettings: cStrictness),
    .target(name: "ModelOptimization", dependencies: ["CKernels"], swiftSettings: settings),
    .testTarget(
      name: "CurriculumTests", dependencies: ["Curriculum"], swiftSettings: settings),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "Curriculum"],
      exclude: ["Golden", "Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "GradingTests", dependencies: ["Grading", "Curriculum", "Checks"],
      exclude: ["Attacks"], swiftSettings: settings),
    .testTarget(
      name: "ReviewsTests",
      dependencies: ["Reviews", .product(name: "GRDB", package: "GRDB.swift")],
      resources: [.copy("Fixtures")], swiftSettings: settings),
    .testTarget(
      name: "ModelOptimizationTests", dependencies: ["ModelOptimization"],
      resources: [.copy("Fixtures")], swiftSettings: settings),
    .testTarget(
      name: "WorkbookTests",
      dependencies: ["Workbook", "Curriculum", "Grading", "Reviews", "Terminal"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
