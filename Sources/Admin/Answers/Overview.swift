internal import Configuration

/// How many objects there are, and how many of them are not in order.
struct Overview {
    let json: JSONValue

    init(_ runtime: Runtime, _ catalog: Catalog) {
        var members = JSONMembers()
        members.add(
            "http",
            .object([
                Self.figures("routers", catalog.routers), Self.figures("services", catalog.services),
                Self.figures("middlewares", catalog.middlewares),
            ]))
        let none = ["routers", "services", "middlewares"].map { Self.figures($0, []) }
        members.add("tcp", .object(none))
        members.add("udp", .object(Array(none.dropLast())))
        members.add("certificates", Self.figures("certificates", []).value)
        var features = JSONMembers()
        features.add("tracing", "")
        features.add("metrics", "")
        features.add("accessLog", .boolean(runtime.fixed.accessLog != nil))
        members.add("features", features.object)
        if runtime.fixed.providers.file != nil { members.add("providers", .texts(["File"])) }
        json = members.object
    }

    private static func figures(_ name: String, _ entries: [Entry]) -> JSONValue.Member {
        var members = JSONMembers()
        members.add("total", entries.count)
        members.add("warnings", entries.count { $0.status == .warning })
        members.add("errors", entries.count { $0.status == .disabled })
        return JSONValue.Member(name: name, value: members.object)
    }
}
