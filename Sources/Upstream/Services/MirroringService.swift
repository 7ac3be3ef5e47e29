internal import Configuration

/// `mirroring`: one service answers, and others get copies of some of its requests.
package final class MirroringService: LoopService {
    private struct Mirror {
        let service: LoopService
        let percent: Int
        /// Grows by the percentage with each request; a hundred are a copy.
        var credit = 0
    }

    private let service: LoopService
    private var mirrors: [Mirror]
    private let heedsHealth: Bool
    /// Whether copies have the request's body.
    package let copiesBody: Bool
    /// Requests with more bytes of body than that are not copied.
    package let maxBodySize: Int

    init(_ mirroring: Mirroring, id: String, find: (String) -> LoopService) {
        service = find(mirroring.service)
        mirrors = mirroring.mirrors.map { Mirror(service: find($0.service), percent: $0.percent) }
        (heedsHealth, copiesBody) = (mirroring.heedsHealth, mirroring.copiesBody)
        maxBodySize = mirroring.maxBodySize < 0 ? .max : Int(mirroring.maxBodySize)
        super.init(id: id)
    }

    override package var needsRequest: Bool { true }

    override package var isAvailable: Bool { heedsHealth ? service.isAvailable : true }

    override package func pick(_ request: PickRequest?) -> BalancedServer? {
        request?.note(self)
        return service.pick(request)
    }

    /// The servers that get a copy of the next request; each mirror gets its percentage, evenly spread.
    package func pickMirrors() -> [BalancedServer] {
        var chosen: [BalancedServer] = []
        for place in mirrors.indices {
            mirrors[place].credit += mirrors[place].percent
            guard mirrors[place].credit >= 100 else { continue }
            mirrors[place].credit -= 100
            if let server = mirrors[place].service.pick() { chosen.append(server) }
        }
        return chosen
    }
}
