/// What is fixed from start to stop: read from flags, the environment and a file.
package struct StaticConfiguration: Sendable, Equatable {
    /// Where clients connect, in the order they were written; never empty and no two of one name.
    package var entryPoints: [EntryPoint]
    package var providers: Providers
    /// usher's own log.
    package var log: LogSettings
    /// One line for each request; nil when there is no `accessLog` section.
    package var accessLog: AccessLogSettings?
    /// The health answer under `/ping`; nil when there is no `ping` section.
    package var ping: PingSettings?
    /// The read-only API and its dashboard over HTTP; nil when there is no `api` section.
    package var api: ApiSettings?
    /// Where commands reach the running usher, whether or not there is an `api` section.
    package var apiSocket = ApiSocketSettings()
    /// The chunk stores, in the order they were written; no two share a name or a path.
    package var caches: [CacheSettings]
    /// How upstreams are reached.
    package var serversTransport: ServersTransport

    package init(
        entryPoints: [EntryPoint] = [EntryPoint(name: "http", address: ListenAddress(host: "", port: 80))],
        providers: Providers = Providers(), log: LogSettings = LogSettings(), accessLog: AccessLogSettings? = nil,
        ping: PingSettings? = nil, api: ApiSettings? = nil, caches: [CacheSettings] = [],
        serversTransport: ServersTransport = ServersTransport()
    ) {
        self.entryPoints = entryPoints
        self.providers = providers
        self.log = log
        self.accessLog = accessLog
        self.ping = ping
        self.api = api
        self.caches = caches
        self.serversTransport = serversTransport
    }

    /// The entry point of that exact name.
    package func entryPoint(named name: String) -> EntryPoint? { entryPoints.first { $0.name == name } }

    /// The cache of that exact name.
    package func cache(named name: String) -> CacheSettings? { caches.first { $0.name == name } }

    /// Entry points a router joins that names none: those with `asDefault`, else all but the internal `traefik`.
    package var defaultEntryPoints: [String] {
        let chosen = entryPoints.filter(\.asDefault)
        return (chosen.isEmpty ? entryPoints.filter { $0.name != EntryPoint.internalName } : chosen).map(\.name)
    }
}

/// Where dynamic configuration comes from.
package struct Providers: Sendable, Equatable {
    /// The file provider; nil when there is no `providers.file` section.
    package var file: FileProviderSettings?
    /// The Docker provider; nil when there is no `providers.docker` section.
    package var docker: DockerProviderSettings?
    /// At most one new configuration is applied in this time; the first at once, of several the last.
    package var throttle: Duration = .seconds(2)

    package init(file: FileProviderSettings? = nil) { self.file = file }

    /// Names of the providers that are on.
    package var names: Set<String> {
        Set([file.map { _ in ProviderName.file }, docker.map { _ in ProviderName.docker }].compactMap(\.self))
    }
}

/// `providers.file`: exactly one of the two places is given.
package struct FileProviderSettings: Sendable, Equatable {
    /// Path of a YAML or TOML file; empty where a directory is used.
    package var filename = ""
    /// Path of a directory whose files, and those below it, are joined; empty where a single file is used.
    package var directory = ""
    /// Whether a changed file is applied without being told.
    package var watch = true

    package init(filename: String = "", directory: String = "") {
        self.filename = filename
        self.directory = directory
    }
}

/// `ping`: answers `OK` under the path prefix `/ping`.
package struct PingSettings: Sendable, Equatable {
    /// Name of the entry point it answers on.
    package var entryPoint: String = EntryPoint.internalName
    /// Whether only routers to the service `ping@internal` lead to it, and no entry point by itself.
    package var manualRouting = false
    /// Its status once usher has been told to stop; 200 to 599.
    package var terminatingStatusCode = 503

    package init() {}
}
