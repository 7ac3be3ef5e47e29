internal import Configuration
internal import Proxy

/// usher's own routers, services and middlewares, as Traefik shows its own.
struct OwnObjects {
    private(set) var routers: [Entry] = []
    private(set) var services: [Entry] = []
    private(set) var middlewares: [Entry] = []

    init(_ fixed: StaticConfiguration) {
        if let ping = fixed.ping {
            services.append(Entry(id: InternalService.ping.id))
            if !ping.manualRouting {
                addRouter(
                    InternalService.ping.id, at: ping.entryPoint, to: .ping, rule: "PathPrefix(`/ping`)",
                    priority: .max)
            }
        }
        services.append(Entry(id: InternalService.noop.id))
        if let api = fixed.api { add(api) }
        for entryPoint in fixed.entryPoints {
            if let redirection = entryPoint.redirection { add(redirection, at: entryPoint) }
        }
    }

    private mutating func add(_ api: ApiSettings) {
        services.append(Entry(id: InternalService.api.id))
        if api.dashboard { services.append(Entry(id: InternalService.dashboard.id)) }
        guard api.insecure else { return }
        addRouter(
            InternalService.api.id, at: EntryPoint.internalName, to: .api, rule: "PathPrefix(`\(api.apiPath)`)",
            priority: .max - 1)
        if api.dashboard { addDashboard() }
    }

    /// With Traefik's middlewares before it, which are in what answers here.
    private mutating func addDashboard() {
        var redirect = Entry(id: "dashboard_redirect@\(ProviderName.internal)")
        var options = JSONMembers()
        options.add("regex", #"^(http:\/\/(\[[\w:.]+\]|[\w\._-]+)(:\d+)?)\/$"#)
        options.add("replacement", "${1}/dashboard/")
        options.add("permanent", .boolean(true))
        redirect.kind = "redirectRegex"
        redirect.options = [JSONValue.Member(name: redirect.kind, value: options.object)]
        var strip = Entry(id: "dashboard_stripprefix@\(ProviderName.internal)")
        options = JSONMembers()
        options.add("prefixes", .texts(["/dashboard/", "/dashboard"]))
        strip.kind = "stripPrefix"
        strip.options = [JSONValue.Member(name: strip.kind, value: options.object)]
        middlewares += [redirect, strip]
        addRouter(
            InternalService.dashboard.id, at: EntryPoint.internalName, to: .dashboard, rule: "PathPrefix(`/`)",
            priority: .max - 2, middlewares: [redirect.id, strip.id])
    }

    private mutating func add(_ redirection: EntryPointRedirection, at entryPoint: EntryPoint) {
        let name = redirection.routerName(at: entryPoint)
        var middleware = Entry(id: "redirect-\(name)@\(ProviderName.internal)")
        var members = JSONMembers()
        members.add("scheme", unlessZero: .text(redirection.redirect.scheme))
        members.add("port", unlessZero: .text(redirection.redirect.port.map { "\($0)" } ?? ""))
        members.add("permanent", unlessZero: .boolean(redirection.redirect.isPermanent))
        middleware.kind = "redirectScheme"
        middleware.options = [JSONValue.Member(name: middleware.kind, value: members.object)]
        middlewares.append(middleware)
        addRouter(
            "\(name)@\(ProviderName.internal)", at: entryPoint.name, to: .noop, rule: "HostRegexp(`^.+$`)",
            priority: redirection.priority, middlewares: [middleware.id])
    }

    private mutating func addRouter(
        _ id: String, at entryPoint: String, to service: InternalService, rule: String, priority: Int,
        middlewares: [String] = []
    ) {
        var entry = Entry(id: id, users: [entryPoint], rule: rule, service: service.id, middlewares: middlewares)
        (entry.entryPoints, entry.priority) = ([entryPoint], priority)
        var members = JSONMembers()
        members.add("entryPoints", .texts([entryPoint]))
        members.add("middlewares", unlessZero: .texts(middlewares))
        members.add("service", service.id)
        members.add("rule", rule)
        members.add("ruleSyntax", "default")
        members.add("priority", .number(Int64(priority)))
        members.add("observability", .observability(logsAccess: true))
        entry.options = members.members
        routers.append(entry)
    }
}
