internal import Glibc
internal import LinuxIO

/// A program run to its end, and what it wrote.
struct ProgramRun {
    let status: Int32
    let output: [UInt8]

    var text: String { String(decoding: output, as: UTF8.self) }

    /// Runs a program and keeps its output; what it says of errors is dropped.
    init(_ arguments: [String], among children: Children) throws(DemoFailure) {
        var output: [UInt8] = []
        status = try Self.run(arguments, among: children, withErrors: false) { output += $0 }
        self.output = output
    }

    /// Runs a program and hands on each line that it writes, errors among them; its exit status.
    static func run(
        _ arguments: [String], among children: Children, line: (String) -> Void
    ) throws(DemoFailure) -> Int32 {
        var rest: [UInt8] = []
        let status = try run(arguments, among: children, withErrors: true) { bytes in
            rest += bytes
            while let end = rest.firstIndex(of: 10) {
                line(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        if !rest.isEmpty { line(String(decoding: rest, as: UTF8.self)) }
        return status
    }

    private static func run(
        _ arguments: [String], among children: Children, withErrors: Bool, take: (ArraySlice<UInt8>) -> Void
    ) throws(DemoFailure) -> Int32 {
        guard let pipe = try? Spawning.pipe(), let null = Descriptor.null() else {
            throw DemoFailure("out of file descriptors")
        }
        let reading = Descriptor(owning: pipe.reading)
        let child = try start(
            arguments, among: children, into: Descriptor(owning: pipe.writing), errors: withErrors ? nil : null.number)
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe read(reading.number, &bytes, bytes.count)
            if count < 0, Errno.current == .interrupted { continue }
            guard count > 0 else { break }
            take(bytes[..<count])
        }
        return children.wait(for: child)
    }

    /// Our own writing end is closed on return: else the pipe would never end.
    private static func start(
        _ arguments: [String], among children: Children, into writing: consuming Descriptor, errors: Int32?
    ) throws(DemoFailure) -> pid_t {
        try children.start(arguments, output: writing.number, errors: errors ?? writing.number)
    }
}
