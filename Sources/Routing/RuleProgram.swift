internal import HTTP
internal import LinuxIO
internal import RegularExpressions

/// Rules as flat code: tests that jump, so that matching neither recurses nor allocates.
struct RuleProgram: Sendable {
    /// Where to go on: at an instruction, or an end.
    typealias Label = Int32
    static let accept: Label = -1
    static let reject: Label = -2

    private enum Test: UInt8 {
        case anyHost, noHost, host, hostBelow, hostSuffix, hostRegexp
        case path, pathPrefix, pathRegexp
        case method, header, headerRegexp, query, queryRegexp, clientIP
    }

    /// One test: what it compares with stands in `pool`, or for its kind in another table.
    private struct Instruction {
        var test: Test
        /// The place of an expression, a network, or a value in its table.
        var operand: Int32 = 0
        var bytes: Range<Int>
        var onTrue: Label
        var onFalse: Label
    }

    private var code: [Instruction] = []
    private var pool: [UInt8] = []
    private var values: [Range<Int>] = []
    private var expressions: [RegularExpression] = []
    private var networks: [AddressNetwork] = []

    /// Whether a rule asks where the connection comes from.
    var asksForPeer: Bool { !networks.isEmpty }

    /// Whether a rule asks for a field that we say of the client ourselves.
    private(set) var asksForForwarded = false

    /// Adds a rule, and returns where its code begins.
    mutating func add(_ rule: Rule) -> Label { emit(rule.expression, onTrue: Self.accept, onFalse: Self.reject) }

    /// Whether the rule that begins at `start` wants the request.
    func accepts(_ bytes: borrowing RequestBytes, _ request: RouteRequest, from start: Label) -> Bool {
        var label = start
        while label >= 0 {
            let instruction = code[Int(label)]
            label = holds(instruction, bytes, request) ? instruction.onTrue : instruction.onFalse
        }
        return label == Self.accept
    }

    private func holds(
        _ instruction: Instruction, _ request: borrowing RequestBytes, _ facts: RouteRequest
    ) -> Bool {
        switch instruction.test {
        case .anyHost: true
        case .noHost: false
        case .host: unsafe isEqual(request.host, pool, instruction.bytes)
        case .hostBelow: unsafe request.parent.count > 0 && isEqual(request.parent, pool, instruction.bytes)
        case .hostSuffix:
            unsafe request.host.count >= instruction.bytes.count
                && isEqual(.init(rebasing: request.host.suffix(instruction.bytes.count)), pool, instruction.bytes)
        case .path: unsafe isEqual(request.path, pool, instruction.bytes)
        case .pathPrefix:
            unsafe request.path.count >= instruction.bytes.count
                && isEqual(.init(rebasing: request.path[..<instruction.bytes.count]), pool, instruction.bytes)
        default: asks(instruction, request, facts)
        }
    }

    /// The tests that cost more.
    @inline(never)
    private func asks(
        _ instruction: Instruction, _ request: borrowing RequestBytes, _ facts: RouteRequest
    ) -> Bool {
        let place = Int(instruction.operand)
        let name = instruction.bytes
        return switch instruction.test {
        case .hostRegexp: unsafe expressions[place].matches(request.host.bytes)
        case .pathRegexp: unsafe expressions[place].matches(request.path.bytes)
        case .method: facts.hasMethod(pool, name)
        case .header: facts.hasField(pool, name: name, value: values[place])
        case .headerRegexp: facts.hasField(pool, name: name, matching: expressions[place])
        case .query: facts.hasPair(pool, name: name, value: values[place])
        case .queryRegexp: facts.hasPair(pool, name: name, matching: expressions[place])
        case .clientIP: facts.comesFrom(networks[place])
        default: false
        }
    }
}

// MARK: Building

extension RuleProgram {
    /// Emits the operands last to first, since each has to know where the next one begins.
    private mutating func emit(_ expression: Rule.Expression, onTrue: Label, onFalse: Label) -> Label {
        switch expression {
        case .matcher(let matcher): return emit(matcher, onTrue: onTrue, onFalse: onFalse)
        case .not(let inner): return emit(inner, onTrue: onFalse, onFalse: onTrue)
        case .all(let parts):
            return parts.reversed().reduce(onTrue) { next, part in emit(part, onTrue: next, onFalse: onFalse) }
        case .any(let parts):
            return parts.reversed().reduce(onFalse) { next, part in emit(part, onTrue: onTrue, onFalse: next) }
        }
    }

    private mutating func emit(_ matcher: Rule.Matcher, onTrue: Label, onFalse: Label) -> Label {
        let (test, bytes, operand): (Test, [UInt8], Int) =
            switch matcher {
            case .host(.any): (.anyHost, [], 0)
            case .host(.never): (.noHost, [], 0)
            case .host(.exact(let name)): (.host, name, 0)
            case .host(.below(let name)): (.hostBelow, name, 0)
            case .hostRegexp(let expression): (.hostRegexp, [], place(expression, &expressions))
            case .path(let path): (.path, path, 0)
            case .pathPrefix(let path): (.pathPrefix, path, 0)
            case .pathRegexp(let expression): (.pathRegexp, [], place(expression, &expressions))
            case .method(let method): (.method, method, 0)
            case .header(let name, let value): (.header, name, place(addBytes(value), &values))
            case .headerRegexp(let name, let expression): (.headerRegexp, name, place(expression, &expressions))
            case .query(let name, let value): (.query, name, place(addBytes(value), &values))
            case .queryRegexp(let name, let expression): (.queryRegexp, name, place(expression, &expressions))
            case .clientIP(let network): (.clientIP, [], place(network, &networks))
            }
        if test == .header || test == .headerRegexp,
            FieldName(String(decoding: bytes, as: UTF8.self))?.isForwarded == true
        {
            asksForForwarded = true
        }
        let start = emit(test, bytes, operand, onTrue: onTrue, onFalse: onFalse)
        guard case .hostRegexp(let expression) = matcher, let suffix = literalSuffix(of: expression.pattern) else {
            return start
        }
        // Most hosts fail by their end, at a twentieth of the cost.
        return emit(.hostSuffix, suffix, 0, onTrue: start, onFalse: onFalse)
    }

    private mutating func emit(_ test: Test, _ bytes: [UInt8], _ operand: Int, onTrue: Label, onFalse: Label) -> Label {
        code.append(
            Instruction(
                test: test, operand: Int32(operand), bytes: addBytes(bytes), onTrue: onTrue, onFalse: onFalse))
        return Label(code.count - 1)
    }

    private mutating func addBytes(_ bytes: [UInt8]) -> Range<Int> {
        pool += bytes
        return pool.count - bytes.count..<pool.count
    }
}

/// Adds an element, and returns its place.
private func place<Element>(_ element: Element, _ table: inout [Element]) -> Int {
    table.append(element)
    return table.count - 1
}

extension FieldName {
    fileprivate var isForwarded: Bool {
        switch id {
        case .xForwardedProto, .xForwardedHost, .xForwardedPort, .xForwardedServer, .xRealIp: true
        default: false
        }
    }
}
