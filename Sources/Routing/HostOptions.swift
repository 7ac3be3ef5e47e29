internal import Configuration
internal import LinuxIO

/// The TLS options that belong to the hosts of an entry point. They are chosen by the name that a client asks for, before
/// there is a request; whether it may come over such a connection is answered here.
package struct HostOptions: Sendable {
    /// Ids of options by host (`a.d`, `*.d`); every other host has the default ones. Empty where
    /// all have those.
    package let hosts: [String: String]
    /// The options of all hosts are the default ones: nothing need be asked.
    package let areAllDefault: Bool
    private let ids: [String]
    /// The place in `ids` of each host's options.
    private let exact: HostTable
    private let below: HostTable
    /// Ids of options without which a router serves nobody, by the router's id.
    private let demands: [String: String]

    init(_ claims: HostClaims = HostClaims(demanding: [])) {
        let others = Set(claims.hosts.values.map(\.options)).subtracting([TLSOptions.defaultID])
        let ids = [TLSOptions.defaultID] + others
        (self.ids, demands) = (ids, claims.demands)
        areAllDefault = others.isEmpty && claims.demands.isEmpty
        var (exact, below): ([[UInt8]: [Int32]], [[UInt8]: [Int32]]) = ([:], [:])
        for (host, claim) in areAllDefault ? [:] : claims.hosts {
            let place = Int32(ids.firstIndex(of: claim.options)!)
            switch host {
            case .exact(let name): exact[name] = [place]
            case .below(let name): below[name] = [place]
            }
        }
        hosts =
            areAllDefault
            ? [:] : Dictionary(uniqueKeysWithValues: claims.hosts.map { ($0.key.text, $0.value.options) })
        (self.exact, self.below) = (HostTable(exact), HostTable(below))
    }

    /// Whether a request may come over a connection that was made with these options.
    ///
    /// The options have to be those of its host (RFC 9110 §7.4). And where the router that wants it only serves clients
    /// that have shown who they are, they have to be that router's, however the request came to it.
    ///
    /// - Parameters:
    ///   - options: the id of the connection's.
    ///   - router: the id of the one that wants the request; nil where none does.
    package func allow(_ request: RouteRequest, over options: String, to router: String?) -> Bool {
        guard options == ids[Int(place(for: request))] else { return false }
        guard !demands.isEmpty, let router, let demanded = demands[router] else { return true }
        return options == demanded
    }

    private func place(for request: RouteRequest) -> Int32 {
        withExtendedLifetime(request) {
            let bytes = unsafe RequestBytes(host: request.host.readable, path: request.path.readable)
            let own = unsafe exact.find(bytes.host)
            if !own.isEmpty { return exact.ranks[own.lowerBound] }
            let parents = unsafe bytes.parent.isEmpty ? 0..<0 : below.find(bytes.parent)
            return parents.isEmpty ? 0 : below.ranks[parents.lowerBound]
        }
    }
}
