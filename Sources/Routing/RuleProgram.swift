/// Rules as flat code: tests that jump, so that matching neither recurses nor allocates.
struct RuleProgram: Sendable {
    /// Where to go on: at an instruction, or an end.
    typealias Label = Int32
    static let accept: Label = -1
    static let reject: Label = -2

    private enum Test: UInt8 {
        case anyHost, host, hostBelow, path, pathPrefix
    }

    private struct Instruction {
        var test: Test
        var bytes: Range<Int>
        var onTrue: Label
        var onFalse: Label
    }

    private var code: [Instruction] = []
    private var pool: [UInt8] = []

    /// Adds a rule, and returns where its code begins.
    mutating func add(_ rule: Rule) -> Label { emit(rule.expression, onTrue: Self.accept, onFalse: Self.reject) }

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
        let (test, bytes): (Test, [UInt8]) =
            switch matcher {
            case .host(.any): (.anyHost, [])
            case .host(.exact(let name)): (.host, name)
            case .host(.below(let name)): (.hostBelow, name)
            case .path(let path): (.path, path)
            case .pathPrefix(let path): (.pathPrefix, path)
            }
        let start = pool.count
        pool += bytes
        code.append(Instruction(test: test, bytes: start..<pool.count, onTrue: onTrue, onFalse: onFalse))
        return Label(code.count - 1)
    }

    /// Whether the rule that begins at `start` wants the request.
    func accepts(_ request: borrowing RequestBytes, from start: Label) -> Bool {
        var label = start
        while label >= 0 {
            let instruction = code[Int(label)]
            label = holds(instruction, request) ? instruction.onTrue : instruction.onFalse
        }
        return label == Self.accept
    }

    private func holds(_ instruction: Instruction, _ request: borrowing RequestBytes) -> Bool {
        switch instruction.test {
        case .anyHost: true
        case .host: unsafe isEqual(request.host, pool, instruction.bytes)
        case .hostBelow: unsafe request.parent.count > 0 && isEqual(request.parent, pool, instruction.bytes)
        case .path: unsafe isEqual(request.path, pool, instruction.bytes)
        case .pathPrefix:
            unsafe request.path.count >= instruction.bytes.count
                && isEqual(.init(rebasing: request.path[..<instruction.bytes.count]), pool, instruction.bytes)
        }
    }
}

/// A request's bytes while they are matched.
@safe struct RequestBytes: ~Copyable {
    let host: UnsafeRawBufferPointer
    /// The host without its first label; empty when it has but one.
    let parent: UnsafeRawBufferPointer
    let path: UnsafeRawBufferPointer

    init(host: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer) {
        unsafe self.host = host
        unsafe self.path = path
        let dot = unsafe host.firstIndex(of: UInt8(ascii: ".")) ?? 0
        unsafe parent =
            dot > 0
            ? UnsafeRawBufferPointer(rebasing: host[(dot + 1)...]) : UnsafeRawBufferPointer(rebasing: host[..<0])
    }
}
