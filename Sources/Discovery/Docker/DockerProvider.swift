package import Configuration
package import LinuxIO
package import Logging
internal import Transport

/// Follows a Docker engine: hands out what its containers come to, at first and after each change.
///
/// While the engine cannot be reached nothing is handed out, so that what served goes on serving.
package actor DockerProvider {
    private let settings: DockerProviderSettings
    /// At most one new configuration in this time; the first at once, of several the last.
    private let throttle: Duration
    private let loop: LoopHandle
    private let hostName: String
    private let logger: Logger
    private let publish: @Sendable (DockerConfiguration) async -> Void
    /// Containers as they were when they were last looked at.
    private var known: [String: Known] = [:]
    private var task: Task<Void, Never>?
    private var lastRefresh: MonotonicTime?
    private var hostAddress: String?
    private let workers = Workers(named: "docker", threads: 1)

    private struct Known {
        /// Of the list, when it was looked at.
        var mark: [String]
        var container: Container
    }

    /// After so long without any event everything is looked at anew: an engine may be gone without a word.
    private static let silence: Duration = .seconds(300)
    /// Containers that are looked at, at the same time.
    private static let parallel = 8

    /// - Parameters:
    ///   - loop: where its requests run; `settings.transport` is installed on it.
    ///   - hostName: this machine's; that of a container is the beginning of its id.
    package init(
        _ settings: DockerProviderSettings, throttle: Duration, on loop: LoopHandle, hostName: String, logger: Logger,
        publish: @escaping @Sendable (DockerConfiguration) async -> Void
    ) {
        (self.settings, self.throttle, self.loop, self.hostName) = (settings, throttle, loop, hostName)
        (self.logger, self.publish) = (logger, publish)
    }

    package func start() {
        task = Task { await follow() }
    }

    package func stop() { task?.cancel() }

    private func follow() async {
        var pauses = Backoff()
        while !Task.isCancelled {
            do {
                try await followOnce { pauses = Backoff() }
                if !settings.watch { return }
                logger.debug("docker: asking the engine anew")
            } catch is CancellationError {
                return
            } catch {
                let pause = pauses.next()
                logger.error(
                    "docker: \(settings.endpoint): \(error)", metadata: ["again in": "\(DurationText.print(pause))"])
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// Returns when the engine has to be asked anew; at once where it is not to be watched.
    private func followOnce(reached: () -> Void) async throws {
        let engine = try await EngineClient(settings, on: loop)
        known.removeAll()
        guard settings.watch else { return try await refresh(engine) }
        // Events first: what happens while the list is read is not missed.
        var events = try await engine.events(silence: Self.silence)
        defer { events.close() }
        try await refresh(engine)
        reached()
        while true {
            let changed: Set<String>?
            do {
                changed = try await events.next()
            } catch ClientFailure.totalTimeout {
                return
            }
            guard let changed else { throw EngineFailure("it ended the stream of events") }
            for id in changed { known[id] = nil }
            try await pause()
            try await refresh(engine)
        }
    }

    private func pause() async throws {
        guard let lastRefresh else { return }
        let since = MonotonicTime.now.since(lastRefresh)
        if since < throttle { try await Task.sleep(for: throttle - since) }
    }

    // MARK: Reading

    private func refresh(_ engine: EngineClient) async throws {
        lastRefresh = .now
        let list = try await engine.list()
        try await look(at: list, engine)
        let containers = list.compactMap { known[$0.Id]?.container }
        await publish(DockerConfiguration(containers, settings, await surroundings(list)))
    }

    /// Looks at the containers that are not known as they are now.
    private func look(at list: [ListedContainer], _ engine: EngineClient) async throws {
        let listed = Set(list.map(\.Id))
        known = known.filter { listed.contains($0.key) }
        let wanted = list.filter { $0.isWorthALook(settings) && known[$0.Id]?.mark != $0.mark }
        try await withThrowingTaskGroup(of: (ListedContainer, Container?).self) { group in
            var rest = wanted[...]
            for entry in rest.prefix(Self.parallel) { group.addTask { (entry, try await engine.inspect(entry.Id)) } }
            rest = rest.dropFirst(Self.parallel)
            while let (entry, container) = try await group.next() {
                known[entry.Id] = container.map { Known(mark: entry.mark, container: $0) }
                if let next = rest.popFirst() { group.addTask { (next, try await engine.inspect(next.Id)) } }
            }
        }
    }

    private func surroundings(_ list: [ListedContainer]) async -> Surroundings {
        var result = Surroundings()
        for entry in list { result.networksByID[entry.Id] = entry.addresses }
        let mounts = (try? readConfigFile("/proc/self/mountinfo")) ?? ""
        if let own = OwnContainer.id(hostName: hostName, mounts: mounts, among: list.map(\.Id)),
            let entry = list.first(where: { $0.Id == own }), entry.HostConfig?.NetworkMode != "host"
        {
            result.ownNetworks = Set(entry.addresses.keys)
        }
        if list.contains(where: { $0.HostConfig?.NetworkMode == "host" }) {
            result.hostAddress = await hostsOwnAddress()
        }
        return result
    }

    /// The host's address as containers have it, looked up once; the loopback address where there is none.
    private func hostsOwnAddress() async -> String {
        if let hostAddress { return hostAddress }
        let found = await withCheckedContinuation { (continuation: CheckedContinuation<String?, Never>) in
            let isTaken = workers.run {
                let names = ["host.docker.internal", "host.containers.internal"]
                let first = names.lazy.compactMap { Resolver.addresses(of: $0, port: 0).first }.first
                continuation.resume(returning: first?.host)
            }
            if !isTaken { continuation.resume(returning: nil) }
        }
        hostAddress = found ?? "127.0.0.1"
        return found ?? "127.0.0.1"
    }
}

/// Longer and longer pauses between attempts.
struct Backoff {
    private var pause: Duration = .milliseconds(500)

    /// The next one: half a second at first, half as much again each time, 30 s at most.
    mutating func next() -> Duration {
        defer { pause = min(pause * 3 / 2, .seconds(30)) }
        return pause
    }
}

extension ListedContainer {
    /// Whether the container may be routed to at all, by what the list says of it.
    func isWorthALook(_ settings: DockerProviderSettings) -> Bool {
        let labels = Labels ?? [:]
        let mayRest = labels.keys.contains { $0.lowercased().hasSuffix(".docker.allownonrunning") }
        guard State ?? "running" == "running" || mayRest else { return false }
        return settings.exposedByDefault == true || isLabelled(labels)
    }

    /// By network.
    var addresses: [String: String] { (NetworkSettings?.Networks ?? [:]).compactMapValues(\.address) }
}

private func isLabelled(_ labels: [String: String]) -> Bool { Labels.isAny(in: labels) }
