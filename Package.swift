// swift-tools-version: 6.2
import PackageDescription

/// One list for every target: a warning is an error, and unsafe code says so where it stands.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// What a target each may use beyond the instructions that every machine has; such a target is called
/// only where they are.
let avx2 = ["avx2", "bmi", "bmi2", "lzcnt", "popcnt", "xsave"]
let avx512 = avx2 + ["avx512f", "avx512bw", "avx512vl", "avx512vbmi2"]

func vectors(_ features: [String]) -> [SwiftSetting] {
  #if arch(x86_64)
    [.unsafeFlags(features.flatMap { ["-Xcc", "-m\($0)"] })]
  #else
    []
  #endif
}

/// The tools look through views token by token: what is public and not too long is compiled into them.
let carried: [SwiftSetting] = [
  .unsafeFlags(["-cross-module-optimization", "-Xllvm", "-cmo-function-size-limit=150"])
]

let package = Package(
  name: "quarantine-replay",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "qextract", targets: ["qextract"]),
    .executable(name: "qfix", targets: ["qfix"]),
    .executable(name: "qsend", targets: ["qsend"]),
  ],
  targets: [
    .target(
      name: "PipeCommon", dependencies: ["VectorsAVX2", "VectorsAVX512"], exclude: ["Vectors"],
      swiftSettings: strict + carried),
    .target(
      name: "VectorsAVX2", path: "Sources/PipeCommon/Vectors/AVX2",
      swiftSettings: strict + vectors(avx2)),
    .target(
      name: "VectorsAVX512", path: "Sources/PipeCommon/Vectors/AVX512",
      swiftSettings: strict + vectors(avx512)),
    .executableTarget(name: "qextract", dependencies: ["PipeCommon"], swiftSettings: strict),
    .executableTarget(name: "qfix", dependencies: ["PipeCommon"], swiftSettings: strict),
    .executableTarget(
      name: "qsend", dependencies: ["PipeCommon", "VectorsAVX2", "VectorsAVX512"],
      swiftSettings: strict),
    .executableTarget(
      name: "EventsAPIStandIn", dependencies: ["PipeCommon", "TestSupport"],
      path: "Tests/EventsAPIStandIn",
      swiftSettings: strict),
    .executableTarget(
      name: "Bench", dependencies: ["PipeCommon"], path: "Tests/Bench", swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "PipeCommonTests", dependencies: ["PipeCommon", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "QExtractTests", dependencies: ["qextract", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "QFixTests", dependencies: ["qfix", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "QSendTests", dependencies: ["qsend", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["qextract", "qfix", "qsend", "EventsAPIStandIn", "PipeCommon", "TestSupport"],
      exclude: ["Golden", "Faults/faults.c"], swiftSettings: strict),
  ]
)
