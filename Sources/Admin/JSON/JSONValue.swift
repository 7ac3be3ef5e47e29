/// A JSON value whose members keep their order (RFC 8259).
enum JSONValue: Sendable, Equatable {
    case text(String)
    case number(Int64)
    case boolean(Bool)
    case list([JSONValue])
    case object([Member])

    struct Member: Sendable, Equatable {
        var name: String
        var value: JSONValue
    }

    static func texts(_ texts: [String]) -> JSONValue { .list(texts.map { .text($0) }) }

    /// Whether it is what Go leaves out of an object: empty, zero or false.
    var isZero: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .number(let number): number == 0
        case .boolean(let isTrue): !isTrue
        case .list(let values): values.isEmpty
        case .object: false
        }
    }
}

/// Builds an object member by member.
struct JSONMembers {
    private(set) var members: [JSONValue.Member] = []

    var object: JSONValue { .object(members) }

    mutating func add(_ name: String, _ value: JSONValue) {
        members.append(JSONValue.Member(name: name, value: value))
    }

    mutating func add(_ name: String, _ text: String) { add(name, .text(text)) }

    mutating func add(_ name: String, _ count: Int) { add(name, .number(Int64(count))) }

    /// Adds the member unless its value is empty, zero or false.
    mutating func add(_ name: String, unlessZero value: JSONValue) {
        if !value.isZero { add(name, value) }
    }

    mutating func add(contentsOf others: [JSONValue.Member]) { members += others }
}
