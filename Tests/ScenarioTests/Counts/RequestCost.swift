import Glibc
import LinuxIO

/// Counts what usher does for one request, over many of them on one connection.
struct RequestCost {
    private static let requests = 500

    let allocations: Double
    let systemCalls: Double

    /// - Parameter origin: what is asked for by `send`, once before the counting begins.
    init(_ setup: Setup, sending send: (RawClient) throws -> Void) throws {
        let folder = try TemporaryDirectory()
        let library = folder.file("malloc_count.so"), counts = folder.file("counts")
        try Self.run("/usr/bin/cc", ["-O2", "-shared", "-fPIC", "-o", library, Self.source], folder)
        var wrapped = setup
        wrapped.wrapper = ["/usr/bin/env", "LD_PRELOAD=\(library)", "MALLOC_COUNT_FILE=\(counts)"]
        let usher = try UsherProcess(wrapped)
        let client = try usher.client()
        for _ in 0..<50 { try send(client) }
        let before = try Self.allocations(counts)
        for _ in 0..<Self.requests { try send(client) }
        allocations = Double(try Self.allocations(counts) - before) / Double(Self.requests)
        systemCalls = try Self.traced(usher, folder) { for _ in 0..<Self.requests { try send(client) } }
    }

    /// The allocation counter that the benchmarks use, too.
    private static var source: String {
        let file = #filePath
        return file[..<file.range(of: "/Tests/ScenarioTests/")!.lowerBound] + "/bench/tools/malloc_count.c"
    }

    private static func run(_ program: String, _ arguments: [String], _ folder: TemporaryDirectory) throws {
        let output = folder.file("output")
        let status = try ChildProcess(program, arguments, output: output).waitExit(within: .seconds(30))
        if status != 0 { throw ScenarioFailure("\(program) ended with \(status): \(readSmallFile(output) ?? "")") }
    }

    private static func allocations(_ path: String) throws -> Int {
        let file = unsafe open(path, O_RDONLY)
        defer { close(file) }
        var words: (UInt64, UInt64) = (0, 0)
        guard unsafe read(file, &words, 16) == 16 else { throw ScenarioFailure("\(path) holds no counts") }
        return Int(words.0)
    }

    private static func traced(_ usher: UsherProcess, _ folder: TemporaryDirectory, _ body: () throws -> Void) throws
        -> Double
    {
        let summary = folder.file("strace")
        let tracer = try ChildProcess(
            "/usr/bin/strace", ["-c", "-f", "-o", summary, "-p", "\(usher.process.id)"], output: folder.file("attached")
        )
        try eventually("strace to attach") { readSmallFile(folder.file("attached"))?.contains("attached") == true }
        usleep(200_000)
        try body()
        tracer.signal(SIGTERM)
        try tracer.waitExit()
        let lines = (readSmallFile(summary) ?? "").split(separator: "\n")
        let calls = lines.compactMap { line -> Int? in
            let words = line.split(separator: " ")
            return words.count >= 5 && words.last != "total" ? Int(words[3]) : nil
        }
        return Double(calls.reduce(0, +)) / Double(requests)
    }
}

extension String {
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
