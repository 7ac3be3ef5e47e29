/// A router, service or middleware as the API shows it.
struct Entry: Sendable {
    enum Status: String, Sendable {
        case enabled, warning, disabled
    }

    /// `NAME@PROVIDER`
    var id: String
    /// What is configured, as members.
    var options: [JSONValue.Member] = []
    /// Why it is not in order, or what is odd about it.
    var reasons: [String] = []
    var status = Status.enabled
    /// Of services and middlewares, as it is written in the configuration: `loadBalancer`.
    var kind = ""
    /// Of routers: the entry points that they are at. Of others: the routers that name them. Ordered.
    var users: [String] = []
    /// Of routers.
    var rule = ""
    var service = ""
    var middlewares: [String] = []
    var entryPoints: [String] = []
    var priority = 0
    /// Of services: how many servers they have.
    var servers = 0

    var provider: String { id.lastIndex(of: "@").map { String(id[id.index(after: $0)...]) } ?? "" }

    /// - Parameter use: what `users` is called.
    func members(use: String) -> JSONMembers {
        var members = JSONMembers()
        members.add(contentsOf: options)
        members.add("error", unlessZero: .texts(reasons))
        members.add("status", status.rawValue)
        members.add(use, unlessZero: .texts(users))
        return members
    }
}

/// The three kinds of objects, and how they differ.
enum Collection: Sendable {
    case routers, services, middlewares

    /// What one of them is called in a message.
    var noun: String {
        switch self {
        case .routers: "router"
        case .services: "service"
        case .middlewares: "middleware"
        }
    }

    var use: String { self == .routers ? "using" : "usedBy" }
}
