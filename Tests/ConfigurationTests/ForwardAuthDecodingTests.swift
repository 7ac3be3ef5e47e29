import RegularExpressions
import Testing

@testable import Configuration

@Suite struct ForwardAuthDecodingTests {
    @Test func allOptionsAreRead() throws {
        var auth = ForwardAuth(
            server: UpstreamURL(scheme: .http, host: "authelia", port: 9091), target: "/api/authz/forward-auth?x=1")
        #expect(
            try middleware("forwardAuth: {address: \"http://Authelia:9091/api/authz/forward-auth?x=1#y\"}").kind
                == .forwardAuth(auth))
        auth.server = UpstreamURL(scheme: .https, host: "::1", port: 443)
        auth.target = "/?q"
        (auth.trustsForwarded, auth.responseHeaders, auth.requestHeaders) = (false, ["Remote-User", "X-B"], ["Cookie"])
        auth.responseHeadersPattern = try RegularExpression("^X-")
        (auth.cookies, auth.headerField, auth.signinURL) = (["a", "b"], "X-U", "https://l/")
        (auth.forwardsBody, auth.maxBodySize, auth.maxResponseBodySize) = (true, 5, 6)
        (auth.preservesLocation, auth.preservesMethod) = (true, true)
        let options = """
            address: "https://[::1]?q", trustForwardHeader: false, authResponseHeaders: "Remote-User, X-B", \
            authResponseHeadersRegex: "^X-", authRequestHeaders: [Cookie], addAuthCookiesToResponse: [a, b], \
            headerField: X-U, forwardBody: true, maxBodySize: 5, maxResponseBodySize: 6, preserveLocationHeader: true, \
            preserveRequestMethod: true, authSigninURL: "https://l/", tls: {insecureSkipVerify: false}
            """
        #expect(try middleware("forwardAuth: {\(options)}").kind == .forwardAuth(auth))
    }

    @Test func aServerMayHaveATransportOfItsOwn() throws {
        let options = "tls: {ca: /ca.pem, cert: /c.pem, key: /c.key, insecureSkipVerify: true}"
        let kind = try middleware("forwardAuth: {address: \"https://a/\", \(options)}").kind
        let found = try #require(kind.map { Middleware(name: "m", kind: $0).transport } ?? nil)
        var expected = ServersTransport()
        (expected.name, expected.provider) = ("forwardAuth m@file", "internal")
        (expected.authorities, expected.skipsVerification) = (["/ca.pem"], true)
        expected.certificates = [CertificateFiles(certFile: "/c.pem", keyFile: "/c.key")]
        #expect(found == expected)
    }

    @Test(arguments: [
        ("forwardAuth: {}", "address"), ("forwardAuth: {address: \"https://a/\", tls: {cert: /c}}", "key"),
        ("forwardAuth: {address: \"127.0.0.1:1/x\"}", "expected http[s]://"),
        ("forwardAuth: {address: \"ftp://a/\"}", "expected http[s]://"),
        ("forwardAuth: {address: \"http://a/b c\"}", "expected http[s]://"),
        ("forwardAuth: {address: \"http://a/\", authResponseHeadersRegex: \"(\"}", "not a regular expression"),
        ("forwardAuth: {address: \"http://a/\", authResponseHeaders: [\"a b\"]}", "not the name of a field"),
        ("forwardAuth: {address: \"http://a/\", maxBodySize: -2}", "maxBodySize"),
        ("forwardAuth: {address: \"http://a/\", trustForwardHeaders: true}", "did you mean"),
    ])
    func whatIsWrongIsNamed(options: String, problem: String) throws {
        let (kind, errors) = try middleware(options)
        #expect(kind == nil && errors.contains { $0.contains(problem) }, "\(errors)")
    }
}
