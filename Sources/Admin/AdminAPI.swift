internal import Configuration
internal import LinuxIO
package import Proxy

/// Traefik's read-only API: the same paths, names and forms, about usher.
package final class AdminAPI: AdminService {
    private struct State {
        var runtime: Runtime
        /// How many there were before.
        var number = 0
        /// Made when it is first asked for, since most configurations never are.
        var catalog: Catalog?
    }

    private let state: Locked<State>

    package init(_ runtime: Runtime) { state = Locked(State(runtime: runtime)) }

    /// Tells of another configuration from now on.
    package func adopt(_ runtime: Runtime) {
        state.withLock { $0 = State(runtime: runtime, number: $0.number + 1) }
    }

    package func answer(_ question: AdminQuestion) -> AdminAnswer {
        let now = state.withLock { $0 }
        let runtime = now.runtime
        let root = (runtime.fixed.api ?? ApiSettings()).apiPath + "/"
        guard question.path.hasPrefix(root), let endpoint = Endpoint(question.path.dropFirst(root.count)) else {
            return .notFound
        }
        guard question.isGET else { return .notAllowed }
        return Report(runtime, catalog(of: now)).answer(endpoint, ListQuestion(query: question.query))
    }

    /// Made outside of the lock: two that ask at once make it twice.
    private func catalog(of now: State) -> Catalog {
        if let known = now.catalog { return known }
        let made = Catalog(now.runtime.fixed, now.runtime.loaded, now.runtime.problems)
        state.withLock { state in
            if state.number == now.number { state.catalog = made }
        }
        return made
    }
}
