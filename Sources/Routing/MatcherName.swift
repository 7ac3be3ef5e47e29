internal import Configuration
internal import LinuxIO
internal import RegularExpressions

/// The matchers of Traefik v3 for HTTP.
enum MatcherName: String, CaseIterable {
    case host = "Host"
    case hostRegexp = "HostRegexp"
    case path = "Path"
    case pathPrefix = "PathPrefix"
    case pathRegexp = "PathRegexp"
    case method = "Method"
    case header = "Header"
    case headerRegexp = "HeaderRegexp"
    case query = "Query"
    case queryRegexp = "QueryRegexp"
    case clientIP = "ClientIP"

    /// Why a matcher does not take its arguments.
    struct Fault: Error {
        var message: String

        init(_ message: String) { self.message = message }
    }

    /// By one of the four spellings there are: `PathPrefix`, `pathprefix`, `PATHPREFIX`, `Pathprefix`.
    init(_ name: String, at offset: Int) throws(RuleError) {
        guard let found = Self.spellings[name] else {
            let near = nearest(to: name, among: Self.allCases.map(\.rawValue))
            throw RuleError(at: offset, "unknown matcher \(name)", suggestion: near)
        }
        self = found
    }

    private static let spellings: [String: MatcherName] = {
        var result: [String: MatcherName] = [:]
        for kind in allCases {
            let (text, lower) = (kind.rawValue, kind.rawValue.lowercased())
            for name in [text, lower, text.uppercased(), String(text.prefix(1) + lower.dropFirst())] {
                result[name] = kind
            }
        }
        return result
    }()

    /// How many arguments it takes.
    private var counts: ClosedRange<Int> {
        switch self {
        case .header, .headerRegexp: 2...2
        case .query, .queryRegexp: 1...2
        default: 1...1
        }
    }

    func matcher(_ arguments: [[UInt8]]) throws(Fault) -> Rule.Matcher {
        try check(arguments)
        let (first, last) = (arguments[0], arguments[arguments.count - 1])
        switch self {
        case .host:
            guard let pattern = HostPattern(argument: first) else {
                throw Fault("Host takes a name in ASCII, an address, `*`, or `*.` and a name")
            }
            return .host(pattern)
        case .hostRegexp:
            guard first.allSatisfy({ $0 < 128 }) else { throw Fault("HostRegexp takes a pattern in ASCII") }
            return .hostRegexp(try expression(first))
        case .path: return .path(try path(first))
        case .pathPrefix: return .pathPrefix(try path(first))
        case .pathRegexp: return .pathRegexp(try expression(first))
        case .method: return .method(first.map(uppercased))
        case .header: return .header(name: first.map(lowercased), value: last)
        case .headerRegexp: return .headerRegexp(name: first.map(lowercased), try expression(last))
        case .query: return .query(name: first, value: arguments.count == 2 ? last : [])
        case .queryRegexp:
            // Without a pattern it asks for an empty value, as Query does.
            guard arguments.count == 2 else { return .query(name: first, value: []) }
            return .queryRegexp(name: first, try expression(last))
        case .clientIP:
            guard let network = AddressNetwork(String(decoding: first, as: UTF8.self)) else {
                throw Fault("ClientIP takes an address or a network like 192.0.2.0/24")
            }
            return .clientIP(network)
        }
    }

    private func check(_ arguments: [[UInt8]]) throws(Fault) {
        guard counts.contains(arguments.count) else {
            let allowed =
                switch counts {
                case 1...1: "one argument"
                case 2...2: "two arguments"
                default: "one or two arguments"
                }
            let hint = counts.upperBound == 1 && arguments.count > 1 ? "; join several matchers by ||" : ""
            throw Fault("\(rawValue) takes \(allowed), not \(arguments.count)\(hint)")
        }
        guard arguments.allSatisfy({ !$0.isEmpty }) else { throw Fault("an argument of \(rawValue) is empty") }
    }

    private func path(_ argument: [UInt8]) throws(Fault) -> [UInt8] {
        guard argument.first == UInt8(ascii: "/") else { throw Fault("a path starts with /") }
        return argument
    }

    private func expression(_ argument: [UInt8]) throws(Fault) -> RegularExpression {
        guard let pattern = String(validating: argument, as: UTF8.self) else {
            throw Fault("the regular expression of \(rawValue) is not UTF-8")
        }
        do throws(RegularExpressionError) {
            return try RegularExpression(pattern)
        } catch {
            throw Fault("the regular expression of \(rawValue) is faulty: \(error.reason)")
        }
    }
}

private func uppercased(_ byte: UInt8) -> UInt8 { byte >= 97 && byte <= 122 ? byte & 0xdf : byte }
