internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Routing
internal import Transport

/// Step 2: the router that wants the request.
extension RequestSteps {
    /// Nil when the request is answered: no router wants it.
    func route() -> RouteTarget? {
        guard let routes, let handler else { return nil }
        let request = exchange.request
        var isValid = true
        if let authority = request.authority {
            isValid = request.withSpan(authority) { routeRequest.setHost(authority: $0) }
        } else {
            routeRequest.host.removeAll()
        }
        guard isValid else {
            answer(400, "Bad Request\n")
            return nil
        }
        let tables = routes.tables[handler.index]
        let table = exchange.isSecure ? tables.secure : tables.plain
        guard let target = choose(from: table, of: routes, by: tables.tlsOptions) else { return nil }
        if let untidied { restoreSignedPath(untidied, for: target, from: table, of: routes) }
        return target
    }

    /// A signature covers the path as it was sent: on a route with a cache it goes on like that, where the rules lead the
    /// path as sent to the same router as the tidy one. Elsewhere it stays tidy, because whoever reads a path may find
    /// another one in it than the rules did, and anybody can write something that looks like a signature.
    private func restoreSignedPath(
        _ sent: RequestHead.Point, for target: RouteTarget, from table: RouteTable<Int>, of routes: LoopRoutes
    ) {
        guard target.media != nil else { return }
        let request = exchange.request
        let tidy = request.point
        request.restore(sent)
        request.withSpan(request.path) { routeRequest.setPath(escaped: $0) }
        let refused = handler?.policy.refusedEscapes
        let isRefused = refused.map { !$0.isEmpty && holdsEscape(of: $0) } ?? false
        let again = table.match(routeRequest).map { routes.targets[table.routes[$0].target] }
        if again === target, !isRefused { return }
        request.restore(tidy)
        request.withSpan(request.path) { routeRequest.setPath(escaped: $0) }
    }

    /// Goes on to one of the routers below `outer`, whose middlewares the request has passed.
    func descend(into table: RouteTable<Int>, below outer: RouteTarget) {
        guard let routes, let target = choose(from: table, of: routes, by: nil) else { return }
        enter(target, from: outer.chain.count)
    }

    /// The route that wants the request as it is now; nil when it is answered, because none does.
    ///
    /// - Parameter options: what the connection has to have agreed to; nil where that is known already.
    private func choose(
        from table: RouteTable<Int>, of routes: LoopRoutes, by options: HostOptions?
    ) -> RouteTarget? {
        let request = exchange.request
        request.withSpan(request.path) { routeRequest.setPath(escaped: $0) }
        if table.asksForPeer { routeRequest.peer = exchange.peer }
        if table.asksForForwarded { materialiseForwarded() }
        let target = table.match(routeRequest).map { routes.targets[table.routes[$0].target] }
        if let options, !mayCome(to: target, by: options) {
            answer(421, "Misdirected Request\n", nosniff: true)
            return nil
        }
        guard let target else {
            answer(404, "404 page not found\n", nosniff: true)
            return nil
        }
        if let refused = handler?.policy.refusedEscapes, !refused.isEmpty, holdsEscape(of: refused) {
            answer(400, "")
            return nil
        }
        return target
    }
}
