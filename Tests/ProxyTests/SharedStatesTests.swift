import Configuration
import Testing

@testable import Proxy

struct SharedStatesTests {
    private final class Counter: SharedState {}

    private func prefix(_ prefix: String) -> Middleware {
        Middleware(name: "m", kind: .addPrefix(AddPrefix(prefix: prefix)))
    }

    @Test func loopsAndReloadsGetTheSameState() {
        let states = SharedStates()
        let first = states.state(of: prefix("/a"), in: "r@file") { Counter() }
        #expect(states.state(of: prefix("/a"), in: "r@file") { Counter() } === first)
    }

    @Test func otherSettingsAndOtherRoutersGetAStateOfTheirOwn() {
        let states = SharedStates()
        let first = states.state(of: prefix("/a"), in: "r@file") { Counter() }
        #expect(states.state(of: prefix("/a"), in: "q@file") { Counter() } !== first)
        #expect(states.state(of: prefix("/b"), in: "r@file") { Counter() } !== first)
        #expect(states.state(of: prefix("/a"), in: "r@file") { Counter() } !== first)
    }

    @Test func whatTheConfigurationHasNoMoreIsForgotten() {
        let states = SharedStates()
        _ = states.state(of: prefix("/a"), in: "r@file") { Counter() }
        #expect(states.count == 1)
        states.keep(only: Snapshot(Loaded(model: DynamicConfiguration(), problems: []), for: StaticConfiguration()))
        #expect(states.count == 0)
    }
}
