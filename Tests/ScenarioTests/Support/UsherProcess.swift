import Glibc
import LinuxIO

/// The built program with a configuration and a store of its own, killed and cleared away with its owner.
final class UsherProcess: Sendable {
    let port: UInt16
    /// Where TLS is spoken, when the setup has it.
    let tlsPort: UInt16
    let directory: TemporaryDirectory
    private let setup: Locked<Setup>
    private let child: Locked<ChildProcess>
    private let printout: Printout

    /// Starts it and waits until it accepts connections.
    init(_ setup: Setup) throws {
        (port, tlsPort) = (PortNumbers.unused(), PortNumbers.unused())
        directory = try TemporaryDirectory()
        self.setup = Locked(setup)
        try directory.write("static.yml", setup.staticYAML(port: port, tlsPort: tlsPort, in: directory))
        try Self.writeDynamic(setup, in: directory)
        child = Locked(try Self.start(setup, directory))
        printout = Printout(directory.file("usher.log"))
        Printouts.add(printout)
        try waitUntilReady()
    }

    deinit {
        process.signal(SIGKILL)
        _ = try? process.waitExit()
        printout.keep()
    }

    private static func start(_ setup: Setup, _ directory: TemporaryDirectory) throws -> ChildProcess {
        let command = setup.wrapper + [BuiltProgram.path, "serve", "--configFile=\(directory.file("static.yml"))"]
        return try ChildProcess(command[0], Array(command.dropFirst()), output: directory.file("usher.log"))
    }

    private func waitUntilReady() throws {
        let ports = setup.withLock { $0.hasTLS } ? [port, tlsPort] : [port]
        for port in ports {
            try eventually("usher to listen on \(port)", within: .seconds(15)) {
                if let status = process.exitStatus { throw ScenarioFailure("usher ended with \(status):\n\(log)") }
                return (try? PlainStream(connectingTo: port)) != nil
            }
        }
    }

    /// All that it printed.
    var log: String { printout.text }

    // MARK: Life and death

    var process: ChildProcess { child.withLock { $0 } }

    func signal(_ number: Int32) { process.signal(number) }

    /// Ends it without any chance to tidy up.
    func kill9() throws {
        signal(SIGKILL)
        try process.waitExit()
    }

    /// Waits for its end; the exit status, or minus a signal's number.
    func waitExit(within limit: Duration = .seconds(15)) throws -> Int32 { try process.waitExit(within: limit) }

    /// Starts it again on the same store, after ending it in peace where it still runs.
    func restart() throws {
        signal(SIGTERM)
        try process.waitExit()
        let next = try Self.start(setup.withLock { $0 }, directory)
        child.withLock { $0 = next }
        try waitUntilReady()
    }

    /// Writes a changed dynamic file; usher has to notice, or to be told by SIGHUP.
    func reconfigure(_ change: (inout Setup) -> Void) throws {
        let changed = setup.withLock { setup in
            change(&setup)
            return setup
        }
        try Self.writeDynamic(changed, in: directory)
    }

    private static func writeDynamic(_ setup: Setup, in directory: TemporaryDirectory) throws {
        for (name, content) in setup.files { try directory.write(name, content) }
        try directory.write("dynamic.yml", setup.dynamicYAML(in: directory))
    }

    // MARK: What scenarios ask it

    /// A client on a fresh connection.
    func client() throws -> RawClient { try RawClient(port: port) }

    func tlsClient(serverName: String = "media.example") throws -> RawClient {
        try RawClient(tlsPort: tlsPort, serverName: serverName)
    }

    /// One GET on a connection of its own.
    func get(_ target: String, range: String? = nil, fields: Fields = [:]) throws -> Response {
        try client().get(target, range: range, fields: fields)
    }

    /// The same where the connection may be cut before the answer has begun: then nil.
    func getUnlessCut(_ target: String, range: String? = nil) throws -> Response? {
        let client = try client()
        do {
            return try client.get(target, range: range)
        } catch let failure as ScenarioFailure where !failure.isTimeout {
            return nil
        }
    }

    /// A figure of `/proc/PID/status` in KiB, such as `RssAnon`.
    func memory(_ name: String) -> Int {
        let lines = contents(ofFile: "/proc/\(process.id)/status").split(separator: "\n")
        let words = lines.first { $0.hasPrefix(name + ":") }?.split { $0 == " " || $0 == "\t" } ?? []
        return words.count > 1 ? Int(words[1]) ?? 0 : 0
    }
}
