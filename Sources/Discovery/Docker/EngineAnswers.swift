// Names are the engine's own, so that they need no table.

/// What an engine says of itself.
struct EngineVersion: Decodable, Sendable {
    var ApiVersion: String?
    var MinAPIVersion: String?
}

/// One of the list of containers.
struct ListedContainer: Decodable, Sendable {
    struct Settings: Decodable, Sendable {
        var Networks: [String: EngineNetwork]?
    }

    struct Host: Decodable, Sendable {
        var NetworkMode: String?
    }

    var Id: String
    var Names: [String]?
    var Labels: [String: String]?
    var State: String?
    /// `Up 5 minutes (healthy)`.
    var Status: String?
    var HostConfig: Host?
    var NetworkSettings: Settings?

    /// All that decides whether it has to be looked at again.
    var mark: [String] {
        let health = Status?.split(separator: "(").last.map(String.init) ?? ""
        let networks = (NetworkSettings?.Networks ?? [:]).map { "\($0.key)=\($0.value.address ?? "")" }.sorted()
        return [State ?? "", health.hasSuffix(")") ? health : "", Names?.first ?? ""] + networks
    }
}

/// One network of a container.
struct EngineNetwork: Decodable, Sendable {
    var IPAddress: String?
    var GlobalIPv6Address: String?

    /// IPv4 where it has one.
    var address: String? { [IPAddress, GlobalIPv6Address].compactMap(\.self).first { !$0.isEmpty } }
}

/// One container, with everything.
struct InspectedContainer: Decodable, Sendable {
    struct Health: Decodable, Sendable {
        var Status: String?
    }

    struct State: Decodable, Sendable {
        var Status: String?
        var Running: Bool?
        var Health: Health?
    }

    struct Config: Decodable, Sendable {
        var Labels: [String: String]?
        var ExposedPorts: [String: Nothing]?
    }

    struct Binding: Decodable, Sendable {
        var HostIp: String?
        var HostPort: String?
    }

    struct Settings: Decodable, Sendable {
        var Networks: [String: EngineNetwork]?
        var Ports: [String: [Binding]?]?
    }

    /// An object whose content does not matter.
    struct Nothing: Decodable, Sendable {}

    var Id: String
    var Name: String?
    var State: State?
    var Config: Config?
    var HostConfig: ListedContainer.Host?
    var NetworkSettings: Settings?
}

/// Something that happened.
struct EngineEvent: Decodable, Sendable {
    struct Subject: Decodable, Sendable {
        var ID: String?
        var Attributes: [String: String]?
    }

    var `Type`: String?
    var Action: String?
    var Actor: Subject?

    private static let actions: Set = [
        "start", "die", "pause", "unpause", "rename", "update", "destroy", "connect", "disconnect",
    ]

    /// The container it is about, where it may change what is routed.
    var container: String? {
        guard let action = Action, Self.actions.contains(action) || action.hasPrefix("health_status") else {
            return nil
        }
        return `Type` == "network" ? Actor?.Attributes?["container"] : Actor?.ID
    }
}

extension Container {
    init(_ answer: InspectedContainer) {
        self.init(id: answer.Id, name: String(answer.Name?.drop { $0 == "/" } ?? ""))
        labels = answer.Config?.Labels ?? [:]
        isRunning = answer.State?.Status.map { $0 == "running" } ?? answer.State?.Running ?? false
        health = answer.State?.Health?.Status ?? ""
        if health == "none" { health = "" }
        networkMode = answer.HostConfig?.NetworkMode ?? ""
        networks = (answer.NetworkSettings?.Networks ?? [:]).compactMapValues(\.address)
        let exposed = (answer.Config?.ExposedPorts ?? [:]).keys.map { ($0, [InspectedContainer.Binding]()) }
        let published = (answer.NetworkSettings?.Ports ?? [:]).map { ($0.key, $0.value ?? []) }
        var ports: [Int: Port] = [:]
        for (name, bindings) in exposed + published {
            let parts = name.split(separator: "/")
            guard let number = parts.first.flatMap({ Int($0) }), parts.count == 1 || parts[1] == "tcp" else { continue }
            let binding = bindings.lazy.compactMap(Binding.init).first
            ports[number] = Port(number: number, binding: binding ?? ports[number]?.binding)
        }
        self.ports = ports.values.sorted { $0.number < $1.number }
    }
}

extension Container.Binding {
    /// Nil where it is at any address of the host.
    init?(_ answer: InspectedContainer.Binding) {
        guard let host = answer.HostIp, !["", "0.0.0.0", "::"].contains(host),
            let port = answer.HostPort.flatMap({ Int($0) })
        else { return nil }
        self.init(host: host, port: port)
    }
}
