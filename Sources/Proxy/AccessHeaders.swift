internal import Configuration
internal import HTTP
internal import Telemetry
internal import Transport

/// Header fields in the access log: none of them is looked at where none is wanted.
struct AccessHeaders {
    private let usual: HeaderMode
    /// By name in lower case.
    private let modes: [String: HeaderMode]
    let areWanted: Bool
    private static let hidden = "REDACTED"

    init(_ fields: AccessLogFields) {
        usual = fields.headerDefaultMode
        modes = Dictionary(fields.headerNames.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
        areWanted = usual != .drop || modes.values.contains { $0 != .drop }
    }

    /// Those of the request and the response, as they stand at the end.
    ///
    /// - Parameter hasOrigin: whether a server has answered: then its fields are told, too.
    func all(of exchange: Exchange, hasOrigin: Bool) -> [AccessRecord.Header] {
        var headers = collect(exchange.request, as: .request)
        var response = collect(exchange.response, as: .downstream)
        if hasOrigin, case .length(let length) = exchange.response.framing {
            add("Content-Length", "\(length)", as: .downstream, to: &response)
        }
        headers += response
        if hasOrigin {
            headers += response.map { header in
                var header = header
                header.side = .origin
                return header
            }
        }
        return headers
    }

    private func collect(_ head: MessageHead, as side: AccessRecord.Header.Side) -> [AccessRecord.Header] {
        var headers: [AccessRecord.Header] = []
        for field in head.fields { add(head.string(field.name), head.string(field.value), as: side, to: &headers) }
        return headers
    }

    private func add(
        _ name: String, _ value: String, as side: AccessRecord.Header.Side, to headers: inout [AccessRecord.Header]
    ) {
        let folded = name.lowercased()
        // Where a request is for stands among its other facts.
        guard folded != "host" else { return }
        let mode = modes[folded] ?? usual
        guard mode != .drop else { return }
        let name = Self.canonical(folded)
        let shown = mode == .redact ? Self.hidden : value
        if let known = headers.firstIndex(where: { $0.name == name }) {
            if mode == .keep { headers[known].value += ",\(shown)" }
        } else {
            headers.append(AccessRecord.Header(side, name: name, value: shown))
        }
    }

    /// `X-Auth-User` for `x-auth-user`.
    private static func canonical(_ folded: String) -> String {
        folded.split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "-")
    }
}
