package import HTTP
package import LinuxIO

/// What a pick looks at of a request, and what it leaves to be done with it. Used again with its exchange.
package final class PickRequest {
    /// Made with its exchange, which owns both.
    unowned let head: RequestHead
    private(set) var client: SocketAddress?
    /// Cookies that the response has to set, and their values.
    private var cookies: [(cookie: ServiceCookie, value: [UInt8])] = []
    /// Those of whose requests others get copies, as far as they have been passed.
    package private(set) var mirrors: [MirroringService] = []
    /// Services with a fallback for bad answers, the innermost last.
    package private(set) var fallbacks: [FailoverService] = []

    package init(_ head: RequestHead) { self.head = head }

    /// Readies it for another request.
    package func begin(client: SocketAddress?) {
        self.client = client
        forget()
    }

    /// Takes back what picks have left.
    package func forget() {
        cookies.removeAll()
        mirrors.removeAll()
        fallbacks.removeAll()
    }

    func note(_ mirroring: MirroringService) { mirrors.append(mirroring) }

    /// To be said before picks go on below it.
    func note(_ failover: FailoverService) { fallbacks.append(failover) }

    func takeBack(_ failover: FailoverService) { fallbacks.removeAll { $0 === failover } }

    /// Copies are sent once, whatever else becomes of the request.
    package func takeMirrors() -> [MirroringService] {
        defer { mirrors.removeAll() }
        return mirrors
    }

    /// The innermost fallback that is left for an answer of that status; those further in are passed over.
    package func fallback(for status: Int) -> FailoverService? {
        while let last = fallbacks.popLast() {
            if last.takesOver(for: status) { return last }
        }
        return nil
    }

    // MARK: Cookies

    /// What the client's cookie says.
    func value(of cookie: ServiceCookie) -> [UInt8]? { head.cookie(cookie.name, limit: StickyValue.limit) }

    func set(_ cookie: ServiceCookie, to value: [UInt8]) {
        cookies.removeAll { $0.cookie === cookie }
        cookies.append((cookie, value))
    }

    /// Adds a line for each cookie that is not yet what it should be.
    package func addCookies(to response: ResponseHead, isSecure: Bool) {
        for (cookie, value) in cookies { cookie.add(value, to: response, isSecure: isSecure) }
    }
}
