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
        let table =
            exchange.isSecure ? routes.tables[handler.index].secure : routes.tables[handler.index].plain
        guard let rank = table.match(routeRequest) else {
            answer(404, "404 page not found\n", nosniff: true)
            return nil
        }
        guard handler.policy.refusedEscapes.isEmpty || !holdsEscape(of: handler.policy.refusedEscapes) else {
            answer(400, "")
            return nil
        }
        return routes.targets[table.routes[rank].target]
    }
}
