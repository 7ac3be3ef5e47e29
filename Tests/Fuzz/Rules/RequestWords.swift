internal import HTTP
internal import LinuxIO
internal import RegularExpressions
internal import Routing

/// A request taken apart in the plainest way.
struct RequestWords {
    let host: [UInt8]
    let path: [UInt8]
    let method: [UInt8]
    /// Names in lower case.
    var fields: [(name: [UInt8], value: [UInt8])] = []
    var pairs: [(name: [UInt8], value: [UInt8])] = []

    init(_ request: RouteRequest, _ head: RequestHead) {
        func bytes(_ slice: Slice) -> [UInt8] {
            head.withSpan(slice) { span in unsafe span.withUnsafeBytes { unsafe Array($0) } }
        }
        (host, path, method) = (request.host.array, request.path.array, bytes(head.methodName))
        fields = head.fields.filter { $0.id == .other && !head.isHopByHop($0) }.map { field in
            (bytes(field.name).map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }, bytes(field.value))
        }
        for pair in bytes(head.query ?? head.methodName).split(whereSeparator: { $0 == 38 || $0 == 59 })
        where head.query != nil {
            let parts = pair.split(separator: 61, maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : []) else { continue }
            pairs.append((name, value))
        }
    }

    /// Nil where an escape is faulty.
    private func decoded(_ form: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = form
        while let byte = rest.popFirst() {
            guard byte == 37 else {
                result.append(byte == 43 ? 32 : byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) else {
                return nil
            }
            result.append(value)
            rest = rest.dropFirst(2)
        }
        return result
    }
}

extension Rule.Expression {
    /// What the words of a rule say, tried directly.
    func holds(_ request: RequestWords) -> Bool {
        switch self {
        case .matcher(let matcher): matcher.holds(request)
        case .not(let inner): !inner.holds(request)
        case .all(let parts): parts.allSatisfy { $0.holds(request) }
        case .any(let parts): parts.contains { $0.holds(request) }
        }
    }
}

extension Rule.Matcher {
    fileprivate func holds(_ request: RequestWords) -> Bool {
        let host = request.host
        return switch self {
        case .host(.any): true
        case .host(.never): false
        case .host(.exact(let name)): host == name
        case .host(.below(let name)):
            host.first != 46 && host.firstIndex(of: 46).map { Array(host[($0 + 1)...]) } == name
        case .hostRegexp(let expression): finds(expression, host)
        case .path(let wanted): request.path == wanted
        case .pathPrefix(let front): request.path.starts(with: front)
        case .pathRegexp(let expression): finds(expression, request.path)
        case .method(let method): request.method == method
        case .header(let name, let value): request.fields.contains { $0.name == name && $0.value == value }
        case .headerRegexp(let name, let expression):
            request.fields.contains { $0.name == name && finds(expression, $0.value) }
        case .query(let name, let value): request.pairs.contains { $0.name == name && $0.value == value }
        case .queryRegexp(let name, let expression):
            request.pairs.contains { $0.name == name && finds(expression, $0.value) }
        case .clientIP(let network): network.contains(SocketAddress(ip: "192.0.2.1", port: 1)!)
        }
    }

    private func finds(_ expression: RegularExpression, _ text: [UInt8]) -> Bool {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text)
        return buffer.withSpan { expression.matches($0) }
    }
}
