internal import Configuration
internal import LinuxIO

/// What middlewares remember beyond a request and a loop: one state for each router and middleware, which all loops
/// share and which outlives reloads that change nothing of the middleware.
///
/// Looked up when routes are made, never by a request. Bounded by the configuration: `keep(only:)` drops the rest.
package final class SharedStates: Sendable {
    private struct Place: Hashable {
        let router: String
        let middleware: String
    }

    private struct Entry {
        let settings: Middleware.Kind
        let state: any SharedState
    }

    private let entries = Locked<[Place: Entry]>([:])

    private let workers = Locked<Workers?>(nil)

    package init() {}

    /// The threads that hash passwords, made when a configuration first needs them.
    var passwordWorkers: Workers {
        workers.withLock { workers in
            let known = workers ?? Workers(named: "password", threads: max(1, availableProcessors() / 2), limit: 256)
            workers = known
            return known
        }
    }

    /// The state of a router's middleware: that of the last configuration when its settings were the same, else what
    /// `make` gives, which must not block.
    func state<State: SharedState>(of middleware: Middleware, in router: String, make: () -> State) -> State {
        let place = Place(router: router, middleware: middleware.id)
        // Made outside of the lock, at worst for nothing.
        if let known = known(place, middleware.kind) as? State { return known }
        let made = make()
        return entries.withLock { entries in
            if let entry = entries[place], entry.settings == middleware.kind, let known = entry.state as? State {
                return known
            }
            entries[place] = Entry(settings: middleware.kind, state: made)
            return made
        }
    }

    private func known(_ place: Place, _ settings: Middleware.Kind) -> (any SharedState)? {
        entries.withLock { entries in
            guard let entry = entries[place], entry.settings == settings else { return nil }
            return entry.state
        }
    }

    /// Forgets states of routers and middlewares that a snapshot has no more; requests under way keep theirs.
    package func keep(only snapshot: Snapshot) {
        let places = Set(
            snapshot.targets.flatMap { target in
                target.middlewares.map { Place(router: target.router, middleware: $0) }
            })
        entries.withLock { entries in entries = entries.filter { places.contains($0.key) } }
    }

    /// How many states there are.
    var count: Int { entries.withLock { $0.count } }
}

/// A middleware's state, safe on every loop at once.
protocol SharedState: AnyObject, Sendable {}
