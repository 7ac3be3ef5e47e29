internal import Configuration

/// `failover`: a service, and another one for when it has no server that works, or answers badly.
package final class FailoverService: LoopService {
    private let service: LoopService
    private let fallback: LoopService
    private let heedsHealth: Bool
    private let errors: Failover.Errors?

    init(_ failover: Failover, id: String, find: (String) -> LoopService) {
        (service, fallback) = (find(failover.service), find(failover.fallback))
        (heedsHealth, errors) = (failover.heedsHealth, failover.errors)
        super.init(id: id)
    }

    override package var needsRequest: Bool { errors != nil || service.needsRequest || fallback.needsRequest }

    override package var isAvailable: Bool {
        heedsHealth ? service.isAvailable || fallback.isAvailable : true
    }

    override package func pick(_ request: PickRequest?) -> BalancedServer? {
        if !service.isAvailable { return fallback.pick(request) }
        if errors != nil { request?.note(self) }
        if let server = service.pick(request) { return server }
        request?.takeBack(self)
        return takesOver(for: 503) ? fallback.pick(request) : nil
    }

    /// The server of the fallback.
    package func pickFallback(_ request: PickRequest?) -> BalancedServer? { fallback.pick(request) }

    /// Whether an answer of that status is the fallback's business.
    func takesOver(for status: Int) -> Bool { errors?.statuses.contains(status) == true }

    /// Bytes of a request's body that it takes at most, for the fallback may need them again; nil where nothing is said.
    package var maxRequestBodyBytes: Int? {
        errors.flatMap { $0.maxRequestBodyBytes < 0 ? nil : $0.maxRequestBodyBytes }
    }
}
