internal import LinuxIO

/// Whose turn it is in every service that takes turns, the same for all loops: which of them a connection came to has no
/// say in it. Made with a configuration; looked up when services are, never by a request.
package final class ServiceTurns: Sendable {
    private let services = Locked<[String: Locked<Interleaving>]>([:])

    package init() {}

    /// The turns of a service, among so many.
    func turns(of service: String, among count: Int) -> Locked<Interleaving> {
        services.withLock { services in
            if let known = services[service] { return known }
            let new = Locked(Interleaving(count: count))
            services[service] = new
            return new
        }
    }
}

extension Locked<Interleaving> {
    /// As `Interleaving.next`; both closures read only.
    func next(weight: (Int) -> Int, isEligible: (Int) -> Bool) -> Int? {
        withLock { $0.next(weight: weight, isEligible: isEligible) }
    }
}
