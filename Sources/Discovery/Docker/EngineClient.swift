internal import Configuration
internal import FoundationEssentials
internal import HTTP
internal import LinuxIO
internal import Upstream

/// Why an engine is of no use now, in words for whoever runs it.
struct EngineFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Asks a Docker engine; only by `GET`, so that a proxy that lets nothing else through will do.
struct EngineClient: Sendable {
    private let settings: DockerProviderSettings
    private let loop: LoopHandle
    /// What paths begin with: `/v1.44`, or nothing where the engine does not tell its version.
    private let prefix: String

    /// Versions of the API that are known to have all that is asked for as it is expected.
    private static let versions = EngineAPIVersion(1, 24)...EngineAPIVersion(1, 60)
    /// Bytes of an answer taken at most.
    private static let answerLimit = 256 << 20

    /// Agrees with the engine about a version.
    init(_ settings: DockerProviderSettings, on loop: LoopHandle) async throws {
        (self.settings, self.loop) = (settings, loop)
        let answer = try await Self.send("/version", settings, loop)
        switch answer.status {
        case 200: prefix = try Self.version(try Self.decode(EngineVersion.self, answer.body)).map { "/v\($0)" } ?? ""
        // Some proxies keep it to themselves.
        case 403, 404: prefix = ""
        default: throw EngineFailure("/version: it answers \(answer.status)")
        }
    }

    /// The newest that both know; nil where the engine does not tell.
    static func version(_ engine: EngineVersion) throws(EngineFailure) -> EngineAPIVersion? {
        guard let newest = engine.ApiVersion.flatMap(EngineAPIVersion.init) else { return nil }
        let oldest = engine.MinAPIVersion.flatMap(EngineAPIVersion.init) ?? versions.lowerBound
        guard newest >= versions.lowerBound else {
            throw EngineFailure(
                "it speaks version \(newest) of the API; \(versions.lowerBound) is the oldest understood")
        }
        return max(oldest, min(newest, versions.upperBound))
    }

    // MARK: Containers

    /// All containers, whatever their state.
    func list() async throws -> [ListedContainer] {
        try await get([ListedContainer].self, "/containers/json?all=1")
    }

    /// One container; nil when it is gone.
    func inspect(_ id: String) async throws -> Container? {
        let path = "\(prefix)/containers/\(id)/json"
        let answer = try await Self.send(path, settings, loop)
        if answer.status == 404 { return nil }
        guard answer.status == 200 else { throw EngineFailure("\(path): it answers \(answer.status)") }
        return Container(try Self.decode(InspectedContainer.self, answer.body))
    }

    private func get<Answer: Decodable>(_ type: Answer.Type, _ target: String) async throws -> Answer {
        let answer = try await Self.send(prefix + target, settings, loop)
        guard answer.status == 200 else {
            throw EngineFailure("\(prefix)\(target): it answers \(answer.status) \(Self.message(answer.body))")
        }
        return try Self.decode(type, answer.body)
    }

    private static func message(_ body: [UInt8]) -> String {
        String(decoding: body.prefix(300), as: UTF8.self).split(separator: "\n").joined(separator: " ")
    }

    private static func decode<Answer: Decodable>(_ type: Answer.Type, _ body: [UInt8]) throws -> Answer {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw EngineFailure("it answers what is not understood: \(message(body))")
        }
    }

    // MARK: Events

    /// What happens from now on to containers and networks.
    ///
    /// - Parameter silence: how long nothing may come before the stream ends with an error.
    func events(silence: Duration) async throws -> EngineEvents {
        let filters = "%7B%22type%22%3A%5B%22container%22%2C%22network%22%5D%7D"
        var request = Self.request("\(prefix)/events?filters=\(filters)", settings)
        request.timeout = silence
        let stream = try await ResponseStream(request, on: loop)
        guard stream.status == 200 else {
            stream.close()
            throw EngineFailure("/events: it answers \(stream.status)")
        }
        return EngineEvents(stream)
    }

    // MARK: Requests

    private static func send(
        _ target: String, _ settings: DockerProviderSettings, _ loop: LoopHandle
    ) async throws -> AsyncResponse {
        try await AsyncClient.send(request(target, settings), on: loop)
    }

    private static func request(_ target: String, _ settings: DockerProviderSettings) -> AsyncRequest {
        var request = AsyncRequest(url: settings.endpoint, target: target)
        request.transport = settings.transport.id
        request.timeout = settings.httpClientTimeout == .zero ? .seconds(60) : settings.httpClientTimeout
        request.bodyLimit = answerLimit
        if !settings.username.isEmpty {
            let secret = Data("\(settings.username):\(settings.password)".utf8).base64EncodedString()
            request.fields = [HTTPField(name: "Authorization", value: "Basic \(secret)")]
        }
        return request
    }
}

/// `MAJOR.MINOR`.
struct EngineAPIVersion: Comparable, Sendable, CustomStringConvertible {
    let major: Int
    let minor: Int

    init(_ major: Int, _ minor: Int) { (self.major, self.minor) = (major, minor) }

    init?(_ text: String) {
        let parts = text.split(separator: ".").map { Int($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1], major >= 0, minor >= 0 else { return nil }
        self.init(major, minor)
    }

    static func < (left: Self, right: Self) -> Bool { (left.major, left.minor) < (right.major, right.minor) }

    var description: String { "\(major).\(minor)" }
}

/// The stream of events.
struct EngineEvents {
    private let stream: ResponseStream
    private var rest: [UInt8] = []
    /// Bytes of one event at most.
    private static let eventLimit = 1 << 20

    init(_ stream: ResponseStream) { self.stream = stream }

    /// Ids of the containers that the events since the last call are about; waits for some. Nil when the engine has ended.
    mutating func next() async throws -> Set<String>? {
        while let bytes = try await stream.next() {
            rest += bytes
            let found = take()
            if !found.isEmpty { return found }
            guard rest.count <= Self.eventLimit else { throw EngineFailure("/events: an event of more than 1 MiB") }
        }
        return nil
    }

    private mutating func take() -> Set<String> {
        guard let end = rest.lastIndex(of: 10) else { return [] }
        let lines = rest[..<end].split(separator: 10)
        rest.removeFirst(end + 1)
        let decoder = JSONDecoder()
        return Set(lines.compactMap { try? decoder.decode(EngineEvent.self, from: Data($0)).container })
    }

    func close() { stream.close() }
}
