// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is compiled with: the language as strict as it goes, and no warning let through.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A module of ours: the folder it lives in and what it imports (only rows above its own, see ARCHITECTURE.md).
func module(_ name: String, in folder: String = "Sources", imports: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: imports, path: "\(folder)/\(name)", swiftSettings: strict)
}

/// Unit tests of one module; they may look inside it.
func tests(of name: String, imports: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + imports, path: "Tests/\(name)Tests",
        swiftSettings: strict)
}

/// Headers and `static inline` shims around a C library of the system's.
func shims(_ name: String, links library: String? = nil) -> Target {
    .target(
        name: name, path: "Sources/\(name)", linkerSettings: library.map { [.linkedLibrary($0)] } ?? [])
}

let package = Package(
    name: "usher",
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // Row 1: C libraries
        shims("CLinux"),
        shims("CLMDB", links: "lmdb"),
        shims("CXXHash"),
        .target(
            name: "COpenSSL", path: "Sources/COpenSSL",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        // Row 2: the kernel
        module("LinuxIO", imports: ["CLinux"]),
        tests(of: "LinuxIO", imports: ["CLinux"]),
        // Row 4: what the outside means
        module("HTTP", imports: ["LinuxIO"]),
        tests(of: "HTTP", imports: ["LinuxIO"]),
        module("TLS", imports: ["LinuxIO", "COpenSSL"]),
        tests(of: "TLS", imports: ["LinuxIO", "COpenSSL"]),
        module("ChunkStore", in: "cache", imports: ["LinuxIO", "CLinux", "CLMDB", "CXXHash"]),
        tests(of: "ChunkStore", imports: ["LinuxIO"]),
        module("Configuration", imports: ["LinuxIO", .product(name: "Yams", package: "Yams")]),
        tests(of: "Configuration"),
        // Row 6: decisions
        module("Routing", imports: ["Configuration", "LinuxIO"]),
        tests(of: "Routing", imports: ["Configuration", "LinuxIO"]),
        // Row 11: the program
        .executableTarget(
            name: "usher",
            dependencies: [
                "Configuration", "Routing", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/usher", swiftSettings: strict),
    ]
)
