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
        return choose(from: exchange.isSecure ? tables.secure : tables.plain, of: routes)
    }

    /// Goes on to one of the routers below `outer`, whose middlewares the request has passed.
    func descend(into table: RouteTable<Int>, below outer: RouteTarget) {
        guard let routes, let target = choose(from: table, of: routes) else { return }
        enter(target, from: outer.chain.count)
    }

    /// The route that wants the request as it is now; nil when it is answered, because none does.
    private func choose(from table: RouteTable<Int>, of routes: LoopRoutes) -> RouteTarget? {
        let request = exchange.request
        request.withSpan(request.path) { routeRequest.setPath(escaped: $0) }
        if table.asksForPeer { routeRequest.peer = exchange.peer }
        guard let rank = table.match(routeRequest) else {
            answer(404, "404 page not found\n", nosniff: true)
            return nil
        }
        if let refused = handler?.policy.refusedEscapes, !refused.isEmpty, holdsEscape(of: refused) {
            answer(400, "")
            return nil
        }
        return routes.targets[table.routes[rank].target]
    }
}
