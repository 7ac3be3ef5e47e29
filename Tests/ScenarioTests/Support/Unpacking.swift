/// Undoes a content coding with the program that everybody has for it.
enum Unpacking {
    private static let programs = ["gzip": "/usr/bin/gzip", "br": "/usr/bin/brotli", "zstd": "/usr/bin/zstd"]

    static func bytes(_ packed: [UInt8], _ coding: String) throws -> [UInt8] {
        guard let program = programs[coding] else { throw ScenarioFailure("no program for \(coding)") }
        let directory = try TemporaryDirectory()
        try directory.write("packed", packed)
        let unpacked = directory.file("unpacked")
        let process = try ChildProcess(program, ["-dc", directory.file("packed")], output: unpacked)
        let status = try process.waitExit()
        guard status == 0 else { throw ScenarioFailure("\(program) ended with \(status)") }
        return Array(contents(ofFile: unpacked).utf8)
    }
}
