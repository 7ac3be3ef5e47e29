import Glibc
import LinuxIO

/// A Docker engine's API on a unix socket: containers are what the scenario says, and changes are events.
final class ScriptedEngine: Sendable {
    /// A container that listens on this machine.
    struct Container: Sendable {
        var labels: [String: String]
        var network = "backend"
        var address = "127.0.0.1"
        var state = "running"
        var health: String?
    }

    let path: String
    private let containers = Locked<[String: Container]>([:])
    /// Events so far, each a line.
    private let events = Locked<[String]>([])
    private let server = Locked<ScriptedOrigin?>(nil)

    init(at path: String) throws {
        self.path = path
        try start()
    }

    /// All requests so far.
    var targets: [String] { server.withLock { $0 }?.requests.map(\.target) ?? [] }

    /// Begins to answer, at first and after `stop`.
    func start() throws {
        _ = unsafe unlink(path)
        let (containers, events) = (containers, events)
        let made = try ScriptedOrigin(at: SocketAddress(unixPath: path)!) { request, reply in
            let path = request.target.prefix { $0 != "?" }.split(separator: "/").map(String.init)
            let all = containers.withLock { $0 }
            switch path.first == "v1.44" ? Array(path.dropFirst()) : path {
            case ["version"]: try reply.respond(text: #"{"ApiVersion": "1.44", "MinAPIVersion": "1.24"}"#)
            case ["containers", "json"]:
                let list = all.sorted { $0.key < $1.key }.map { $0.value.listed(as: $0.key) }
                try reply.respond(text: "[\(list.joined(separator: ","))]")
            case let parts where parts.count == 3 && parts[0] == "containers":
                guard let container = all[parts[1]] else { return try reply.respond(404, text: "{}") }
                try reply.respond(text: container.inspected(as: parts[1]))
            case ["events"]: try Self.tell(events, to: reply)
            default: try reply.respond(404, text: "{}")
            }
        }
        server.withLock { $0 = made }
    }

    /// Is gone without a word.
    func stop() { server.withLock { $0.take() }?.stop() }

    private static func tell(_ events: Locked<[String]>, to reply: OriginReply) throws {
        var told = events.withLock { $0.count }
        try reply.head(200, ["Transfer-Encoding": "chunked"])
        while true {
            let news = events.withLock { Array($0[told...]) }
            told += news.count
            for event in news { try reply.chunk(Array("\(event)\n".utf8)) }
            sleep(.milliseconds(5))
            if news.isEmpty { try reply.chunk([10]) }
        }
    }

    /// Changes a container and tells of it.
    func set(_ id: String, _ container: Container?, action: String = "start") {
        containers.withLock { $0[id] = container }
        events.withLock { $0.append(#"{"Type":"container","Action":"\#(action)","Actor":{"ID":"\#(id)"}}"#) }
    }
}

extension ScriptedEngine.Container {
    private var labelText: String {
        labels.map { #""\#($0.key)": "\#($0.value)""# }.joined(separator: ",")
    }

    private var common: String {
        #""HostConfig": {"NetworkMode": "\#(network)"}, "NetworkSettings": "#
            + #"{"Networks": {"\#(network)": {"IPAddress": "\#(address)", "GlobalIPv6Address": ""}}}"#
    }

    func listed(as id: String) -> String {
        let status = health.map { "Up 1 minute (\($0))" } ?? "Up 1 minute"
        return #"{"Id": "\#(id)", "Names": ["/\#(id)"], "State": "\#(state)", "Status": "\#(status)", "#
            + #""Labels": {\#(labelText)}, \#(common)}"#
    }

    func inspected(as id: String) -> String {
        let health = health.map { #", "Health": {"Status": "\#($0)"}"# } ?? ""
        return #"{"Id": "\#(id)", "Name": "/\#(id)", "State": {"Status": "\#(state)"\#(health)}, "#
            + #""Config": {"Labels": {\#(labelText)}}, \#(common)}"#
    }
}
