/// Names of providers, as they stand behind the `@` of an id.
package enum ProviderName {
    package static let file = "file"
    package static let docker = "docker"
    /// usher itself.
    package static let `internal` = "internal"
}

/// Which requests go where: `http.routers.NAME`.
package struct Router: Sendable, Equatable {
    package var name: String
    /// The provider it comes from.
    package var provider = ProviderName.file
    /// The rule as written; `Routing` parses it.
    package var rule: String
    /// Names of entry points that exist; empty only where there are parents, whose entry points count then.
    package var entryPoints: [String]
    /// Ids of middlewares, outermost first; chains are dissolved.
    package var middlewares: [String]
    /// Ids of routers that hand their requests on to this one; empty for most.
    package var parents: [String] = []
    /// Id of the service; one of usher's own when its provider is `internal`. Empty for a router that hands its requests
    /// on to others.
    package var service: String
    /// Higher goes first; nil means the rule's length in bytes.
    package var priority: Int?
    /// Present when the router answers TLS requests, and only those.
    package var tls: RouterTLS?
    /// Whether the access log tells of its requests; nil means as the entry point has it.
    package var logsAccess: Bool?

    package init(
        name: String, rule: String, entryPoints: [String], middlewares: [String] = [], service: String,
        priority: Int? = nil, tls: RouterTLS? = nil
    ) {
        self.name = name
        self.rule = rule
        self.entryPoints = entryPoints
        self.middlewares = middlewares
        self.service = service
        self.priority = priority
        self.tls = tls
    }

    package var id: String { "\(name)@\(provider)" }

    /// Where the rule was written, for problems with it.
    package var rulePath: String { "http.routers.\(shownName).rule" }

    /// What messages call it: its id, but only the name where it comes from a file.
    package var shownName: String { provider == ProviderName.file ? name : id }
}
