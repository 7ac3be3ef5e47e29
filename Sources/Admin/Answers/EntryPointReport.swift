internal import Configuration

/// An entry point as the API shows it.
struct EntryPointReport {
    let name: String
    let json: JSONValue

    /// - Parameter options: of the whole static configuration.
    init(_ entryPoint: EntryPoint, _ options: [ResolvedOption]) {
        name = entryPoint.name
        let path = "entryPoints.\(name)"
        let tree = OptionTree(options.filter { $0.keyPath.hasPrefix("\(path).") }, below: path) { option in
            Self.shownDefaults.contains(option) || option.hasPrefix("http.redirections.")
        }
        var members = JSONMembers()
        if case .object(let given)? = tree.json { members.add(contentsOf: given) }
        if members.members.first(named: "address") == nil { members.add("address", "\(entryPoint.address)") }
        if members.members.first(named: "forwardedHeaders") == nil { members.add("forwardedHeaders", .object([])) }
        members.add("name", name)
        json = members.object
    }

    /// Those that Traefik shows and that are its own.
    private static let shownDefaults: Set = [
        "address", "transport.lifeCycle.graceTimeOut", "transport.respondingTimeouts.idleTimeout",
        "http.sanitizePath", "http.maxHeaderBytes",
    ]
}
