package import Configuration

/// A service as one loop knows it: its servers, and whose turn it is.
package final class LoopService {
    package let id: String
    package let passHostHeader: Bool
    private struct Member {
        let pool: ServerPool
        let weight: Int
        var credit = 0
    }
    private var members: [Member]
    private let total: Int

    package init(_ service: Service, upstreams: LoopUpstreams) {
        id = service.id
        passHostHeader = service.passHostHeader
        members = service.servers.filter { $0.weight > 0 }
            .map { Member(pool: upstreams.pool(for: $0.url, by: service.serversTransport), weight: $0.weight) }
        total = members.reduce(0) { $0 + $1.weight }
    }

    /// Whether no server may be asked.
    package var isEmpty: Bool { members.isEmpty }

    /// The server for the next request, in turn and by weight, evenly interleaved; nil when there is none.
    package func pick() -> ServerPool? {
        if members.count <= 1 { return members.first?.pool }
        var best = 0
        for index in members.indices {
            members[index].credit += members[index].weight
            if members[index].credit > members[best].credit { best = index }
        }
        members[best].credit -= total
        return members[best].pool
    }
}
