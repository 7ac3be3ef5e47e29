/// `http.redirections.entryPoint`: every request is pointed to another scheme or port.
package struct EntryPointRedirection: Sendable, Equatable {
    /// As written: the name of an entry point, or `:PORT`.
    package var target: String
    package var redirect: RedirectScheme
    /// Of the router that does it.
    package var priority: Int

    /// Above all routers of users'.
    package static let highestPriority = Int.max - 1

    package init(target: String, redirect: RedirectScheme, priority: Int = highestPriority) {
        (self.target, self.redirect, self.priority) = (target, redirect, priority)
    }

    /// The name of that router: `web-to-websecure`, as Traefik calls it.
    package func routerName(at entryPoint: EntryPoint) -> String {
        "\(entryPoint.name)-to-\(target.hasPrefix(":") ? String(target.dropFirst()) : target)"
    }
}
