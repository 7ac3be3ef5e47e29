/// Options of Traefik 2 that Traefik 3 refuses to start with, and what to do about each.
enum RemovedOptions {
    /// Nil for options that were never there, or still are.
    static func hint(for path: String) -> String? {
        let path = path.lowercased()
        if let hint = hints[path] { return hint }
        let (parent, name) = split(path)
        return name == "caoptional" && split(parent).name == "tls"
            ? "a server decides whether clients show a certificate; leave it out" : nil
    }

    private static func split(_ path: String) -> (parent: String, name: String) {
        guard let dot = path.lastIndex(of: ".") else { return ("", path) }
        return (String(path[..<dot]), String(path[path.index(after: dot)...]))
    }

    private static let hints: [String: String] = [
        "pilot": "the service is gone; leave the section out",
        "experimental.http3": "HTTP/3 is switched on by entryPoints.NAME.http3; leave this out",
        "providers.docker.swarmmode": "use providers.swarm instead",
        "providers.consul.namespace": "use `namespaces`, a list",
        "providers.consulcatalog.namespace": "use `namespaces`, a list",
        "providers.nomad.namespace": "use `namespaces`, a list",
        "providers.marathon": "there is no such provider any more; leave the section out",
        "providers.rancher": "there is no such provider any more; leave the section out",
        "tracing.jaeger": collector, "tracing.zipkin": collector, "tracing.datadog": collector,
        "tracing.instana": collector, "tracing.haystack": collector, "tracing.elastic": collector,
        "tracing.spannamelimit": "names of spans have a fixed length; leave it out",
        "metrics.influxdb": "use metrics.influxDB2 or metrics.otlp instead",
    ]

    private static let collector = "use tracing.otlp and a collector instead"
}
