internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// Which client a request is of, by `sourceCriterion`.
struct ClientSource {
    private enum Criterion {
        case address(ClientAddress)
        case field(FieldName)
        case host
    }
    private let criterion: Criterion

    init(_ criterion: SourceCriterion) {
        switch criterion {
        case .address(let strategy): self.criterion = .address(ClientAddress(strategy))
        case .field(let name): self.criterion = .field(FieldName(name)!)
        case .host: self.criterion = .host
        }
    }

    /// The client's number, hashed with a key that clients do not know; requests that do not tell are one client's.
    func key(of exchange: Exchange, _ hash: KeyedHash) -> UInt64 {
        let request = exchange.request
        switch criterion {
        case .address(let address):
            guard let number = address.number(in: request, from: exchange.peer) else { return 0 }
            return unsafe withUnsafeBytes(of: number) { unsafe hash($0) }
        case .field(let name): return request.first(name).map { value in request.withSpan(value) { hash($0) } } ?? 0
        case .host: return request.authority.map { host in request.withSpan(host) { hash($0) } } ?? 0
        }
    }
}
