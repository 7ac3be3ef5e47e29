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
        request.withSpan(request.path) { routeRequest.setPath(escaped: $0) }
        let tables = routes.tables[handler.index]
        let table = exchange.isSecure ? tables.secure : tables.plain
        let target = table.match(routeRequest).map { routes.targets[table.routes[$0].target] }
        guard mayCome(to: target, by: tables.tlsOptions) else {
            answer(421, "Misdirected Request\n", nosniff: true)
            return nil
        }
        guard let target else {
            answer(404, "404 page not found\n", nosniff: true)
            return nil
        }
        guard handler.policy.refusedEscapes.isEmpty || !holdsEscape(of: handler.policy.refusedEscapes) else {
            answer(400, "")
            return nil
        }
        return target
    }
}
