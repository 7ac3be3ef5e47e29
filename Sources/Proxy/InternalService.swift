internal import HTTP
internal import Transport

/// What usher answers itself: services whose provider is `internal`.
package enum InternalService: String, Sendable, CaseIterable {
    /// Whether usher serves.
    case ping
    /// What a router leads to whose middlewares answer.
    case noop
    /// What runs here, and how: `AdminService`.
    case api
    /// Traefik's pages for people; usher has none yet.
    case dashboard

    /// As references and logs have it.
    package var id: String { "\(rawValue)@internal" }

    init?(id: String) {
        guard let found = Self.allCases.first(where: { $0.id == id }) else { return nil }
        self = found
    }
}

extension RequestSteps {
    func answer(as service: InternalService) {
        switch service {
        case .ping:
            if handler?.proxy.isTerminating == true, let status = routes?.snapshot.terminatingStatus {
                answerWithPhrase(status)
            } else {
                answer(200, "OK")
            }
        case .noop: answer(418, "")
        case .api: askAdmin()
        case .dashboard: answerForDashboard()
        }
    }

    /// Where Traefik's pages are, people are told that here are none.
    private func answerForDashboard() {
        let request = exchange.request
        guard request.equalsIgnoringCase(request.path, "/"), let authority = request.authority else {
            return answer(404, "usher has no dashboard; its API is at /api/overview\n", nosniff: true)
        }
        let response = exchange.response
        response.reset()
        response.status = 301
        let place = "\(exchange.isSecure ? "https" : "http")://\(request.string(authority))/dashboard/"
        response.add(.location, text: place)
        deliverPhrase()
    }
}
