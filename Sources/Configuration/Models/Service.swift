/// What answers requests: `http.services.NAME`.
package struct Service: Sendable, Equatable {
    /// The kinds that are built, by their names in the configuration.
    package enum Kind: Sendable, Equatable {
        case loadBalancer(LoadBalancer)
        case weighted(WeightedServices)
        /// Each client has one of the services, by its address.
        case highestRandomWeight(WeightedServices)
        case mirroring(Mirroring)
        case failover(Failover)
    }

    package var name: String
    /// The provider it comes from.
    package var provider = ProviderName.file
    package var kind: Kind

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    package var id: String { "\(name)@\(provider)" }

    /// Its own servers, in the order written; none where it stands for other services.
    package var servers: [UpstreamServer] { loadBalancer?.servers ?? [] }

    /// Where its own servers are asked and checked, and how.
    package var places: [ServerPlace] {
        let (check, transport) = (loadBalancer?.healthCheck, loadBalancer?.serversTransport)
        return servers.flatMap { server in [server.url] + (check.map { [$0.url(for: server.url)] } ?? []) }
            .map { ServerPlace(url: $0, transport: transport) }
    }

    package var loadBalancer: LoadBalancer? {
        if case .loadBalancer(let balancer) = kind { balancer } else { nil }
    }

    /// References to the services that it stands for.
    package var children: [String] {
        switch kind {
        case .loadBalancer: []
        case .weighted(let weighted), .highestRandomWeight(let weighted): weighted.members.map(\.service)
        case .mirroring(let mirroring): [mirroring.service] + mirroring.mirrors.map(\.service)
        case .failover(let failover): [failover.service, failover.fallback]
        }
    }

    /// Whether it learns that it has no server left, so that a service above it may pass it over.
    package var knowsHealth: Bool {
        switch kind {
        case .loadBalancer(let balancer): balancer.healthCheck != nil || balancer.passiveHealthCheck != nil
        case .weighted(let weighted), .highestRandomWeight(let weighted): weighted.heedsHealth
        case .mirroring(let mirroring): mirroring.heedsHealth
        case .failover(let failover): failover.heedsHealth
        }
    }
}

/// Services that share requests: `weighted`, `highestRandomWeight`.
package struct WeightedServices: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        /// As written: `NAME` or `NAME@PROVIDER`.
        package var service: String
        /// Share of the requests among its siblings; 0 gets none. Never negative.
        package var weight = 1

        package init(service: String, weight: Int = 1) {
            self.service = service
            self.weight = weight
        }
    }

    /// In the order written; not empty.
    package var members: [Member]
    package var sticky: StickyCookie?
    /// Services without a server that works are passed over (`healthCheck: {}`).
    package var heedsHealth = false

    package init(members: [Member]) { self.members = members }
}

/// A service whose requests others get copies of: `mirroring`.
package struct Mirroring: Sendable, Equatable {
    package struct Mirror: Sendable, Equatable {
        /// As written: `NAME` or `NAME@PROVIDER`.
        package var service: String
        /// Share of the requests that it gets a copy of, 0…100.
        package var percent = 0

        package init(service: String, percent: Int = 0) {
            self.service = service
            self.percent = percent
        }
    }

    /// As written: `NAME` or `NAME@PROVIDER`.
    package var service: String
    package var mirrors: [Mirror] = []
    /// Whether copies have the request's body.
    package var copiesBody = true
    /// Requests with a larger body are not copied; in bytes, -1 for no bound but that of all copies together.
    package var maxBodySize: Int64 = -1
    package var heedsHealth = false

    package init(service: String) { self.service = service }
}

/// A service with another one for when it fails: `failover`.
package struct Failover: Sendable, Equatable {
    /// When an answer is a failure.
    package struct Errors: Sendable, Equatable {
        package var statuses: StatusRanges
        /// Bytes of a request's body kept for the fallback at most; a larger one gets 413. -1: no bound but memory.
        package var maxRequestBodyBytes = -1

        package init(statuses: StatusRanges) { self.statuses = statuses }
    }

    /// As written: `NAME` or `NAME@PROVIDER`.
    package var service: String
    /// As written: `NAME` or `NAME@PROVIDER`.
    package var fallback: String
    /// The fallback gets the requests while the service has no server that works (`healthCheck: {}`).
    package var heedsHealth = false
    package var errors: Errors?

    package init(service: String, fallback: String) {
        self.service = service
        self.fallback = fallback
    }
}
