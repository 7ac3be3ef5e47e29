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
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return .host(.any)
        case 1...4: return .host(.exact(host))
        case 5...6: return .host(.below(host.contains(58) ? Array("a".utf8) : host))
        case 7: return .path(path)
        default: return .pathPrefix(path)
        }
    }
}

extension Rule.Expression {
    /// What the words of a rule say, tried directly.
    func holds(host: String, path: String) -> Bool {
        switch self {
        case .matcher(.host(.any)): true
        case .matcher(.host(.exact(let name))): Array(host.utf8) == name
        case .matcher(.host(.below(let name))):
            host.first != "." && host.firstIndex(of: ".").map { Array(host[$0...].utf8.dropFirst()) } == name
        case .matcher(.path(let wanted)): Array(path.utf8) == wanted
        case .matcher(.pathPrefix(let front)): Array(path.utf8).starts(with: front)
        case .not(let inner): !inner.holds(host: host, path: path)
        case .all(let parts): parts.allSatisfy { $0.holds(host: host, path: path) }
        case .any(let parts): parts.contains { $0.holds(host: host, path: path) }
        }
    }
}
