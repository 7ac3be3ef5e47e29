// swift-tools-version: 6.2
import PackageDescription

/// Whether fuzz targets are declared, and our code is compiled to tell a fuzzer which way it went (`deploy/fuzz`).
let fuzzes = Context.environment["USHER_FUZZ"] == "1"

/// Whether the programs that `bench` measures our modules with are declared.
let benches = Context.environment["USHER_BENCH"] == "1"

/// What every target of ours is compiled with: the language as strict as it goes, and no warning let through.
let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        // Overlapping accesses are looked for in every debug build, which is what tests run; in releases the checks cost a
        // cached hit an eighth of its time (ARCHITECTURE.md).
        .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
    ] + (fuzzes ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

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
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        // Row 1: C libraries
        shims("CLinux"),
        shims("CLMDB", links: "lmdb"),
        shims("CXXHash"),
        shims("CCrypt", links: "crypt"),
        shims("CZlib", links: "z"),
        shims("CBrotli", links: "brotlienc"),
        shims("CZstd", links: "zstd"),
        .target(
            name: "COpenSSL", path: "Sources/COpenSSL",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "CRE2", path: "Sources/CRE2", linkerSettings: [.linkedLibrary("re2")]),
        // Row 2: the kernel
        module("LinuxIO", imports: ["CLinux"]),
        module("TestDirectories", in: "Tests", imports: ["LinuxIO"]),
        tests(of: "LinuxIO", imports: ["CLinux", "TestDirectories"]),
        module("Compression", imports: ["LinuxIO", "CZlib", "CBrotli", "CZstd"]),
        tests(of: "Compression", imports: ["LinuxIO"]),
        // Row 3: what we say about ourselves
        module("Telemetry", imports: ["LinuxIO", .product(name: "Logging", package: "swift-log")]),
        tests(of: "Telemetry", imports: ["LinuxIO", .product(name: "Logging", package: "swift-log")]),
        module("RegularExpressions", imports: ["LinuxIO", "CRE2"]),
        tests(of: "RegularExpressions", imports: ["LinuxIO"]),
        // Row 4: what the outside means
        module("HTTP", imports: ["LinuxIO"]),
        tests(of: "HTTP", imports: ["LinuxIO"]),
        module("TLS", imports: ["LinuxIO", "COpenSSL"]),
        module("TestCertificates", in: "Tests"),
        tests(of: "TLS", imports: ["LinuxIO", "COpenSSL", "TestCertificates"]),
        module("Passwords", imports: ["CCrypt", "COpenSSL"]),
        tests(of: "Passwords"),
        module("ChunkStore", in: "cache", imports: ["LinuxIO", "CLinux", "CLMDB", "CXXHash"]),
        tests(of: "ChunkStore", imports: ["LinuxIO"]),
        module(
            "Configuration", imports: ["RegularExpressions", "LinuxIO", .product(name: "Yams", package: "Yams")]),
        tests(of: "Configuration", imports: ["RegularExpressions", "LinuxIO", "TestDirectories"]),
        // Row 5: connections
        module("Transport", imports: ["HTTP", "TLS", "LinuxIO"]),
        tests(of: "Transport", imports: ["LinuxIO"]),
        // Row 6: decisions
        module("Routing", imports: ["Configuration", "HTTP", "RegularExpressions", "LinuxIO"]),
        tests(of: "Routing", imports: ["Configuration", "HTTP", "RegularExpressions", "LinuxIO"]),
        module("Upstream", imports: ["Transport", "Configuration", "HTTP", "TLS", "LinuxIO"]),
        tests(of: "Upstream", imports: ["Configuration", "HTTP", "LinuxIO"]),
        // Row 7: media
        module(
            "MediaCache", in: "cache",
            imports: ["Upstream", "Transport", "ChunkStore", "Configuration", "HTTP", "TLS", "LinuxIO"]),
        tests(of: "MediaCache", imports: ["HTTP", "LinuxIO"]),
        // Row 8: a request's way
        module(
            "Proxy",
            imports: [
                "Routing", "Upstream", "MediaCache", "Transport", "Telemetry", "Configuration", "HTTP",
                "Passwords", "RegularExpressions", "Compression", "LinuxIO",
                .product(name: "Logging", package: "swift-log"),
            ]),
        tests(of: "Proxy", imports: ["Configuration", "HTTP", "LinuxIO"]),
        module(
            "Discovery",
            imports: [
                "Upstream", "Transport", "Configuration", "HTTP", "LinuxIO",
                .product(name: "Logging", package: "swift-log"),
            ]),
        tests(of: "Discovery", imports: ["Configuration", "LinuxIO"]),
        // Row 9: what the running usher tells of itself, and the demo
        module("Admin", imports: ["Proxy", "Configuration", "Telemetry", "LinuxIO"]),
        tests(of: "Admin", imports: ["Proxy", "Configuration", "LinuxIO"]),
        module("Demo", imports: ["Transport", "HTTP", "LinuxIO"]),
        tests(of: "Demo", imports: ["HTTP", "LinuxIO"]),
        // Row 10: wiring
        module(
            "Server",
            imports: [
                "Admin", "Proxy", "Discovery", "MediaCache", "Upstream", "Routing", "Transport", "TLS", "HTTP",
                "Telemetry",
                "Compression", "Configuration",
                "LinuxIO", .product(name: "Logging", package: "swift-log"),
            ]),
        // Row 11: the program
        .executableTarget(
            name: "usher",
            dependencies: [
                "Server", "Demo", "Configuration", "Routing", "LinuxIO",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/usher", swiftSettings: strict),
        // The built program between a scripted origin and a raw client
        .testTarget(
            name: "ScenarioTests", dependencies: ["usher", "LinuxIO", "Passwords", "TLS", "TestCertificates"],
            path: "Tests/ScenarioTests", swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)

/// A program that feeds a fuzzer's input to what it imports.
func fuzzTarget(_ name: String, imports: [Target.Dependency]) -> Target {
    .executableTarget(
        name: "Fuzz\(name)", dependencies: ["FuzzDriver"] + imports, path: "Tests/Fuzz/\(name)",
        swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
}

if fuzzes {
    package.targets += [
        .target(
            name: "CFuzzer", path: "Tests/Fuzz/CFuzzer",
            linkerSettings: [
                // gold, the usual linker here, fails on the sanitizers' sections.
                .unsafeFlags(["-use-ld=lld"]), .linkedLibrary("clang_rt.fuzzer_no_main-x86_64"),
                .linkedLibrary("stdc++"),
            ]),
        module("FuzzDriver", in: "Tests/Fuzz", imports: ["CFuzzer"]),
        fuzzTarget("HTTP1", imports: ["HTTP", "LinuxIO"]),
        fuzzTarget("Rules", imports: ["Routing", "HTTP", "RegularExpressions", "LinuxIO"]),
        fuzzTarget("Ranges", imports: ["HTTP", "LinuxIO"]),
        fuzzTarget("Paths", imports: ["HTTP", "LinuxIO"]),
        fuzzTarget("Fields", imports: ["HTTP", "LinuxIO"]),
        fuzzTarget("Credentials", imports: ["Passwords"]),
        fuzzTarget("ProxyHeader", imports: ["Transport", "LinuxIO"]),
        fuzzTarget("Options", imports: ["Configuration"]),
        fuzzTarget("ServerName", imports: ["TLS"]),
        fuzzTarget("TOML", imports: ["Configuration"]),
        fuzzTarget("Labels", imports: ["Configuration"]),
        fuzzTarget("Templates", imports: ["Configuration"]),
        fuzzTarget("Cookies", imports: ["HTTP", "LinuxIO"]),
        fuzzTarget("SignedQueries", imports: ["HTTP", "LinuxIO"]),
        fuzzTarget("SniffedTypes", imports: ["HTTP"]),
    ]
}

if benches {
    package.targets.append(
        .executableTarget(
            name: "BenchRoutes", dependencies: ["Routing", "Configuration", "LinuxIO"], path: "bench/tools/Routes",
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
