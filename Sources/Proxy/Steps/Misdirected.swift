internal import Routing
internal import TLS
internal import Transport

/// Within step 2: a TLS connection serves the hosts whose TLS options it was made with (RFC 9110 §7.4).
extension RequestSteps {
    /// False for a request that needs a connection of its own.
    func mayCome(to target: RouteTarget?, by options: HostOptions) -> Bool {
        if options.areAllDefault || !exchange.isSecure { return true }
        return options.allow(routeRequest, over: exchange.tls?.optionsName ?? "", to: target?.router)
    }
}
