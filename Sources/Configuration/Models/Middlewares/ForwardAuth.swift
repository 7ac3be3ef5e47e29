package import RegularExpressions

/// `forwardAuth`: another server says whether a request may pass.
package struct ForwardAuth: Sendable, Equatable {
    package var server: UpstreamURL
    /// Path and query of the questions; begins with a slash.
    package var target: String
    /// Whether the server hears what the request says of itself in `X-Forwarded-…`: nil for the parts that do not say who
    /// or what is asked for, false for nothing.
    package var trustsForwarded: Bool?
    /// Fields of the answer that go to the service, in place of the client's own.
    package var responseHeaders: [String] = []
    /// Further ones, by their names.
    package var responseHeadersPattern: RegularExpression?
    /// Fields of the request that the server gets; empty for all.
    package var requestHeaders: [String] = []
    /// Cookies of the answer that the client gets with the service's response.
    package var cookies: [String] = []
    /// The field of the answer that names the user, for the log.
    package var headerField: String?
    package var forwardsBody = false
    /// Bytes of a forwarded body at most; negative for no limit.
    package var maxBodySize = -1
    /// Bytes of the answer's body at most; negative for no limit.
    package var maxResponseBodySize = -1
    /// Leave a relative `Location` of the answer as it is.
    package var preservesLocation = false
    /// Ask with the request's method and not with GET.
    package var preservesMethod = false
    /// How the server is reached, where `tls` says so; without a name. Nil means the global transport.
    package var transport: ServersTransport?
    /// Where a client goes instead of a 401.
    package var signinURL: String?

    package init(server: UpstreamURL, target: String) { (self.server, self.target) = (server, target) }
}
