import LinuxIO

/// Waits until a condition holds; fails when it takes too long.
func eventually(
    _ what: String, within limit: Duration = patience, _ condition: () throws -> Bool
) throws {
    let deadline = MonotonicTime.now.adding(limit)
    while try !condition() {
        if MonotonicTime.now > deadline { throw ScenarioFailure("waited \(limit) in vain for \(what)") }
        sleep(.milliseconds(5))
    }
}

/// A door that stays shut until a scenario opens it, so that something is held up for exactly as long as needed.
final class Gate: Sendable {
    private let isOpen = Locked(false)

    /// Lets everybody pass, now and later.
    func open() { isOpen.withLock { $0 = true } }

    /// Waits at the gate.
    func pass(within limit: Duration = .seconds(20)) throws {
        try eventually("a gate to open", within: limit) { isOpen.withLock { $0 } }
    }
}

/// Something that runs on its own thread, and its result.
final class Background<Value: Sendable>: Sendable {
    private let result = Locked<Result<Value, any Error>?>(nil)

    init(_ body: @escaping @Sendable () throws -> Value) {
        let result = result
        startThread(named: "background") {
            let made = Result { try body() }
            result.withLock { $0 = made }
        }
    }

    /// Waits for the result.
    func value(within limit: Duration = .seconds(20)) throws -> Value {
        try eventually("a background thread", within: limit) { result.withLock { $0 != nil } }
        return try result.withLock { $0! }.get()
    }
}

/// Runs a body on several threads at once; the results by index.
func inParallel<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> Value
) throws -> [Value] {
    let running = (0..<count).map { index in Background { try body(index) } }
    return try running.map { try $0.value() }
}

/// What a handler heard outside of requests.
final class Heard: Sendable {
    private let bytes = Locked<[UInt8]>([])

    func add(_ more: [UInt8]) { bytes.withLock { $0 += more } }

    var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
}
