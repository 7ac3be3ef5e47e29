import HTTP
import LinuxIO
import RegularExpressions

@testable import Routing

/// A request in words, to be routed and to be judged by the words of rules.
struct SomeRequest: CustomStringConvertible {
    var host = "a"
    var path = "/"
    var method = "GET"
    var fields: [(name: String, value: String)] = []
    /// Names and values, decoded.
    var pairs: [(name: String, value: String)] = []
    var peer = "10.0.0.1"

    var description: String { "\(method) \(host) \(path) \(pairs) \(fields) from \(peer)" }

    /// Few enough that rules often hold.
    static func random(using random: inout SeededRandom) -> SomeRequest {
        let words = ["a", "b", "a b", "", "xb"]
        var request = SomeRequest()
        request.host = (someHosts + ["", "nobody", "a.a", ".a", "a."]).randomElement(using: &random)!
        request.path = (somePaths + ["", "/z"]).randomElement(using: &random)!
        request.method = ["GET", "PUT", "put"].randomElement(using: &random)!
        request.fields = (0..<Int.random(in: 0...2, using: &random)).map { _ in
            (["X-A", "x-b", "X-C"].randomElement(using: &random)!, words.randomElement(using: &random)!)
        }
        request.pairs = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            (words.randomElement(using: &random)!, words.randomElement(using: &random)!)
        }
        request.peer = ["10.0.0.1", "10.9.9.9", "192.0.2.1", "2001:db8::1", "::1"].randomElement(using: &random)!
        return request
    }

    var routed: RouteRequest {
        let form = { (text: String) in text.replacing(" ", with: "+").replacing("b", with: "%62") }
        let query = pairs.map { "\(form($0.name))=\(form($0.value))" }.joined(separator: "&")
        let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        let request = RouteRequest(parsed("\(method) /?\(query) HTTP/1.1\r\nHost: h\r\n\(lines)\r\n"))
        request.host.append(text: host)
        request.path.append(text: path)
        request.peer = SocketAddress(ip: peer, port: 1)
        return request
    }
}

/// A request's head; a trap when it is faulty.
func parsed(_ text: String) -> RequestHead {
    let buffer = ByteBuffer(capacity: 64)
    buffer.append(text: text)
    let head = RequestHead()
    var parser = HTTP1RequestParser()
    precondition(parser.parse(buffer, into: head) == .complete, text)
    return head
}

extension Rule.Expression {
    /// What the words of a rule say, tried directly.
    func holds(_ request: SomeRequest) -> Bool {
        switch self {
        case .matcher(let matcher): matcher.holds(request)
        case .not(let inner): !inner.holds(request)
        case .all(let parts): parts.allSatisfy { $0.holds(request) }
        case .any(let parts): parts.contains { $0.holds(request) }
        }
    }
}

extension Rule.Matcher {
    fileprivate func holds(_ request: SomeRequest) -> Bool {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        func values(_ all: [(name: String, value: String)], _ name: [UInt8]) -> [String] {
            all.filter { bytes($0.name) == name }.map(\.value)
        }
        let fields = request.fields.map { (name: $0.name.lowercased(), value: $0.value) }
        let host = request.host
        return switch self {
        case .host(.any): true
        case .host(.never): false
        case .host(.exact(let name)): bytes(host) == name
        case .host(.below(let name)):
            host.first != "." && host.firstIndex(of: ".").map { Array(host[$0...].utf8.dropFirst()) } == name
        case .hostRegexp(let expression): somePatterns[expression.pattern]!(host)
        case .path(let wanted): bytes(request.path) == wanted
        case .pathPrefix(let front): bytes(request.path).starts(with: front)
        case .pathRegexp(let expression): somePatterns[expression.pattern]!(request.path)
        case .method(let method): bytes(request.method) == method
        case .header(let name, let value): values(fields, name).contains { bytes($0) == value }
        case .headerRegexp(let name, let expression):
            values(fields, name).contains(where: somePatterns[expression.pattern]!)
        case .query(let name, let value): values(request.pairs, name).contains { bytes($0) == value }
        case .queryRegexp(let name, let expression):
            values(request.pairs, name).contains(where: somePatterns[expression.pattern]!)
        case .clientIP(let network): network.contains(SocketAddress(ip: request.peer, port: 1)!)
        }
    }
}
