import LinuxIO
import RegularExpressions

@testable import Routing

/// The same numbers on every run (xorshift64*).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

/// Few enough that rules and requests often meet.
let someHosts = ["a", "b", "x.a", "y.a", "z.x.a", "x.b", "::1"]
let somePatterns: [String: @Sendable (String) -> Bool] = [
    "^a": { $0.hasPrefix("a") }, "\\.a$": { $0.hasSuffix(".a") }, "^.*\\.a$": { $0.hasSuffix(".a") },
    "b": { $0.contains("b") }, "^$": { $0.isEmpty }, "(?i)A": { $0.contains("a") || $0.contains("A") },
    "^(/a|b)$": { $0 == "/a" || $0 == "b" },
]
let somePaths = ["/", "/a", "/a/b", "/ab", "/b\"`\\", "/\u{1}é"]

extension Rule.Expression {
    static func random(depth: Int, using random: inout SeededRandom) -> Rule.Expression {
        switch depth == 0 ? 0 : Int.random(in: 0..<6, using: &random) {
        case 0...2: .matcher(.random(using: &random))
        case 3: .not(.random(depth: depth - 1, using: &random))
        case 4: .all(several(depth: depth - 1, using: &random))
        default: .any(several(depth: depth - 1, using: &random))
        }
    }

    private static func several(depth: Int, using random: inout SeededRandom) -> [Rule.Expression] {
        (0..<Int.random(in: 2...3, using: &random)).map { _ in .random(depth: depth, using: &random) }
    }
}

extension Rule.Matcher {
    static func random(using random: inout SeededRandom) -> Rule.Matcher {
        let host = Array(someHosts.randomElement(using: &random)!.utf8)
        let path = Array(somePaths.randomElement(using: &random)!.utf8)
        let word = Array(["a", "b", "a b"].randomElement(using: &random)!.utf8)
        let name = Array(["x-a", "x-b"].randomElement(using: &random)!.utf8)
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return .host(.any)
        case 1...4: return .host(.exact(host))
        case 5...6: return .host(.below(host.contains(58) ? Array("a".utf8) : host))
        case 7: return .host(.never(Array("a:80".utf8)))
        case 8: return .path(path)
        case 9...11: return .pathPrefix(path)
        case 12: return .hostRegexp(pattern(using: &random))
        case 13: return .pathRegexp(pattern(using: &random))
        case 14: return .method(Array(["GET", "PUT"].randomElement(using: &random)!.utf8))
        case 15: return .header(name: name, value: word)
        case 16: return .headerRegexp(name: name, pattern(using: &random))
        case 17: return .query(name: word, value: Bool.random(using: &random) ? [] : word)
        case 18: return .queryRegexp(name: word, pattern(using: &random))
        default:
            let network = ["10.0.0.0/8", "10.0.0.1", "::/0", "2001:db8::/32"].randomElement(using: &random)!
            return .clientIP(AddressNetwork(network)!)
        }
    }

    private static func pattern(using random: inout SeededRandom) -> RegularExpression {
        try! RegularExpression(somePatterns.keys.sorted().randomElement(using: &random)!)
    }
}
