/// What an usher is told: the two files, with small limits that keep scenarios quick.
struct Setup: Sendable {
    /// Whether requests go through the cache `media`.
    var isCached = false
    /// A command that starts usher: its words go before usher's own.
    var wrapper: [String] = []
    /// URLs of the servers behind the only route.
    var servers: [String]
    /// Whether there is a second entry point with TLS, with a route of its own to the same servers.
    var hasTLS = false
    /// The address that entry points listen at; empty for all of them.
    var address = "127.0.0.1"
    var chunkSize = "64KiB"
    var storeSize = "32MiB"
    var fillMemory = "16MiB"
    /// Further keys of the cache, each a line of YAML.
    var cacheOptions: [String] = []
    /// For answers that state no freshness.
    var ttl: String?
    /// The rule of the route.
    var rule = "PathPrefix(`/`)"
    /// The route's service, where that is not the one with `servers`.
    var service = "origin"
    /// Further services, as `name: {kind: {options}}`.
    var services: [String] = []
    /// Further options of the route, each as `name: value`.
    var routerOptions: [String] = []
    /// The route's middlewares, outermost first, as `name: {kind: {options}}`; a cache comes behind them.
    var middlewares: [String] = []
    /// Middlewares that the route does not name, in the same form.
    var spareMiddlewares: [String] = []

    /// Further routers, each a line of YAML: `name: {rule: ...}`.
    var routers: [String] = []
    /// Whether a changed dynamic file is noticed without a signal.
    var watches = true
    /// Further files beside the configuration; `DIRECTORY` in the lines below is where they stand.
    var files: [String: [UInt8]] = [:]

    /// Options of the plain entry point, each a line of YAML in flow style, such as `http: {maxHeaderBytes: 4096}`.
    var entryPointOptions: [String] = []
    /// Further entry points, each a line of YAML: `name: {address: ...}`.
    var extraEntryPoints: [String] = []
    /// Whether the static lines say where messages go, which are standard output and all of them otherwise.
    var hasOwnLog = false
    /// Lines at the end of the static file.
    var staticLines: [String] = []
    /// Options of the only service, in flow style.
    var balancerOptions: [String] = []
    /// Lines at the end of the dynamic file, which are below `http` when they are indented.
    var dynamicLines: [String] = []

    static func passThrough(_ servers: String...) -> Setup { Setup(servers: servers) }

    static func cached(_ servers: String...) -> Setup { Setup(isCached: true, servers: servers) }

    func staticYAML(port: UInt16, tlsPort: UInt16, in directory: TemporaryDirectory) -> String {
        var lines = ["entryPoints:", "  web:", "    address: \"\(address):\(port)\""]
        lines += entryPointOptions.map { "    " + $0 }
        lines += extraEntryPoints.map { "  " + $0 }
        if hasTLS { lines += ["  websecure: {address: \"\(address):\(tlsPort)\"}"] }
        lines += ["providers:", "  providersThrottleDuration: 50ms"]
        lines += ["  file: {filename: \(directory.file("dynamic.yml")), watch: \(watches)}"]
        if isCached {
            lines += ["caches:", "  media:", "    path: \(directory.file("store"))"]
            lines += ["    size: \(storeSize)", "    chunkSize: \(chunkSize)", "    fillMemory: \(fillMemory)"]
            lines += cacheOptions.map { "    " + $0 }
        }
        lines += (hasOwnLog ? [] : ["log: {level: DEBUG}"]) + staticLines
        return lines.joined(separator: "\n").replacing("DIRECTORY", with: directory.path) + "\n"
    }

    func dynamicYAML(in directory: TemporaryDirectory) -> String {
        var lines = ["http:", "  routers:", "    all: {\(route(to: "web"))}"]
        if hasTLS { lines += ["    secure: {\(route(to: "websecure")), tls: {}}"] }
        lines += routers.map { "    " + $0 }
        let freshness = ttl.map { ", ttl: \($0)" } ?? ""
        let cache = isCached ? ["media: {cache: {store: media\(freshness)}}"] : []
        let all = middlewares + spareMiddlewares + cache
        if !all.isEmpty { lines += ["  middlewares:"] + all.map { "    " + $0 } }
        let urls = servers.map { "{url: \"\($0)\"}" }.joined(separator: ", ")
        let balancer = (["servers: [\(urls)]"] + balancerOptions).joined(separator: ", ")
        lines += ["  services:", "    origin: {loadBalancer: {\(balancer)}}"]
        lines += services.map { "    " + $0 } + dynamicLines
        return lines.joined(separator: "\n").replacing("DIRECTORY", with: directory.path) + "\n"
    }

    private func route(to entryPoint: String) -> String {
        let names = middlewares.map { $0.prefix { $0 != ":" } } + (isCached ? ["media"] : [])
        let chain = names.joined(separator: ", ")
        let options =
            ["entryPoints: [\(entryPoint)]", "middlewares: [\(chain)]", "service: \(service)"] + routerOptions
        return "rule: \"\(rule)\", " + options.joined(separator: ", ")
    }
}
