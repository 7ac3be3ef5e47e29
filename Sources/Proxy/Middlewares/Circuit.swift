internal import Configuration
internal import LinuxIO

/// The state of one circuit: closed, open, or recovering; shared by all loops.
final class Circuit: SharedState {
    private enum Phase {
        case closed
        /// Until then nothing is asked.
        case open(until: MonotonicTime)
        /// From one time to another a growing share is asked.
        case recovering(from: MonotonicTime, until: MonotonicTime)
    }

    private struct State {
        var phase = Phase.closed
        var figures = CircuitFigures()
        var nextCheck = MonotonicTime(nanoseconds: 0)
        /// While recovering.
        var (passed, refused) = (0, 0)
    }

    private let settings: CircuitBreakerSettings
    private let state = Locked(State())

    init(_ settings: CircuitBreakerSettings) { self.settings = settings }

    /// Whether the service may be asked now.
    func permits(at now: MonotonicTime) -> Bool {
        state.withLock { state in
            if case .open(let until) = state.phase {
                guard now >= until else { return false }
                state.phase = .recovering(from: now, until: now.adding(settings.recoveryDuration))
                (state.passed, state.refused) = (0, 0)
            }
            guard case .recovering(let from, let until) = state.phase else { return true }
            guard now < until else {
                state.phase = .closed
                return true
            }
            return permitsShare(now.since(from) / settings.recoveryDuration, &state)
        }
    }

    /// Half of the requests at the end of the recovery, none at its beginning.
    private func permitsShare(_ progress: Double, _ state: inout State) -> Bool {
        let share = Double(state.passed + 1) / Double(state.passed + state.refused + 1)
        guard share <= progress / 2 else {
            state.refused += 1
            return false
        }
        state.passed += 1
        return true
    }

    /// Notes an answer, and opens the circuit when the condition holds; true when that is just now.
    func note(status: Int, after latency: Duration, at now: MonotonicTime) -> Bool {
        state.withLock { state in
            state.figures.note(status: status, after: latency, at: now)
            if case .open = state.phase { return false }
            guard now >= state.nextCheck else { return false }
            state.nextCheck = now.adding(settings.checkPeriod)
            guard settings.condition.holds({ state.figures.value(of: $0, at: now) }) else { return false }
            state.phase = .open(until: now.adding(settings.fallbackDuration))
            state.figures = CircuitFigures()
            return true
        }
    }
}

/// What the last ten seconds brought, second by second.
struct CircuitFigures {
    private struct Second {
        var number: UInt64 = 0
        var total = 0
        /// By hundreds would not do: conditions name any range.
        var statuses: [Int: Int] = [:]
        var latencies = LatencyCounts()
    }

    private static let span = 10
    private var seconds = [Second](repeating: Second(), count: span)

    private func number(of now: MonotonicTime) -> UInt64 { now.nanoseconds / 1_000_000_000 }

    mutating func note(status: Int, after latency: Duration, at now: MonotonicTime) {
        let number = number(of: now)
        let place = Int(number % UInt64(Self.span))
        if seconds[place].number != number {
            seconds[place] = Second()
            seconds[place].number = number
        }
        seconds[place].total += 1
        seconds[place].statuses[status, default: 0] += 1
        seconds[place].latencies.note(latency)
    }

    private func recent(_ now: MonotonicTime) -> [Second] {
        let number = number(of: now)
        return seconds.filter { $0.number + UInt64(Self.span) > number && $0.number <= number }
    }

    /// `NetworkErrorRatio`, `ResponseCodeRatio` or `LatencyAtQuantileMS`.
    func value(of figure: Condition.Figure, at now: MonotonicTime) -> Double {
        let recent = recent(now)
        func count(_ isCounted: (Int) -> Bool) -> Double {
            Double(recent.reduce(0) { $0 + $1.statuses.filter { isCounted($0.key) }.values.reduce(0, +) })
        }
        let arguments = figure.arguments
        switch figure.name {
        case "NetworkErrorRatio": return ratio(count { $0 == 502 || $0 == 504 }, count { _ in true })
        case "ResponseCodeRatio":
            return ratio(
                count { Double($0) >= arguments[0] && Double($0) < arguments[1] },
                count { Double($0) >= arguments[2] && Double($0) < arguments[3] })
        default: return LatencyCounts(recent.map(\.latencies)).milliseconds(at: arguments[0] / 100)
        }
    }

    private func ratio(_ part: Double, _ whole: Double) -> Double { whole > 0 ? part / whole : 0 }
}

/// How many answers took how long, in steps of a twelfth.
struct LatencyCounts {
    private var counts: [Int] = []
    private static let step = 1.0 / 12

    init() {}

    init(_ parts: [LatencyCounts]) {
        for part in parts {
            for (index, count) in part.counts.enumerated() { add(count, at: index) }
        }
    }

    mutating func note(_ latency: Duration) {
        // Up to a day; the logarithm's base is 1 + step.
        let microseconds = min(max(latency / .microseconds(1), 1), 86_400e6)
        add(1, at: Int(logarithm(microseconds)))
    }

    private mutating func add(_ count: Int, at index: Int) {
        while counts.count <= index { counts.append(0) }
        counts[index] += count
    }

    /// The time that a share (0…1) of the answers did not exceed.
    func milliseconds(at quantile: Double) -> Double {
        let total = counts.reduce(0, +)
        guard total > 0 else { return 0 }
        var left = Int((Double(total) * min(max(quantile, 0), 1)).rounded(.up))
        for (index, count) in counts.enumerated() {
            left -= count
            if left <= 0 { return power(index) / 1000 }
        }
        return power(counts.count) / 1000
    }

    /// Base 1 + step, by halving: no library is needed for a few hundred steps.
    private func logarithm(_ value: Double) -> Double {
        var (rest, result) = (value, 0.0)
        while rest >= 1 + Self.step {
            rest /= 1 + Self.step
            result += 1
        }
        return result
    }

    private func power(_ exponent: Int) -> Double { (0..<exponent).reduce(1) { value, _ in value * (1 + Self.step) } }
}
