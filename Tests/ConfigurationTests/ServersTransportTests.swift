import Testing

@testable import Configuration

@Suite struct ServersTransportTests {
    private func file(_ transports: String, uses reference: String = "own") -> String {
        """
        http:
          routers: {all: {rule: "PathPrefix(`/`)", service: origin}}
          services:
            origin: {loadBalancer: {serversTransport: \(reference), servers: [{url: "https://127.0.0.1:9000"}]}}
          serversTransports: {\(transports)}
        """
    }

    @Test func everyOptionIsRead() throws {
        let loaded = try decodeDynamic(
            file(
                """
                own: {serverName: a.example, insecureSkipVerify: true, rootCAs: [/a, /b], maxIdleConnsPerHost: 7,
                  certificates: [{certFile: /c, keyFile: /k}], minVersion: VersionTLS13, disableHTTP2: true,
                  cipherSuites: [TLS_RSA_WITH_AES_128_CBC_SHA], peerCertURI: "spiffe://a",
                  forwardingTimeouts: {dialTimeout: 1, responseHeaderTimeout: 2s, idleConnTimeout: 3s}}
                """, uses: "own@file"))
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        var expected = ServersTransport(name: "own")
        (expected.serverName, expected.skipsVerification, expected.peerURI) = ("a.example", true, "spiffe://a")
        (expected.authorities, expected.maxIdleConnectionsPerHost) = (["/a", "/b"], 7)
        expected.certificates = [CertificateFiles(certFile: "/c", keyFile: "/k")]
        (expected.limits.oldest, expected.limits.cipherSuites) = (.tls13, ["TLS_RSA_WITH_AES_128_CBC_SHA"])
        (expected.dialTimeout, expected.responseHeaderTimeout) = (.seconds(1), .seconds(2))
        expected.idleConnectionTimeout = .seconds(3)
        #expect(loaded.model?.serversTransports == [expected])
        #expect(loaded.model?.services[0].loadBalancer?.serversTransport == "own@file")
    }

    @Test(arguments: [("{}", 2), ("{maxIdleConnsPerHost: 0}", 2), ("{maxIdleConnsPerHost: -1}", 0)])
    func aNamedOneTakesNothingFromTheGlobalOne(options: String, idle: Int) throws {
        let loaded = try decodeDynamic(file("own: \(options)"))
        #expect(loaded.model?.serversTransports.map(\.maxIdleConnectionsPerHost) == [idle])
        #expect(ServersTransport().maxIdleConnectionsPerHost == 200)
    }

    @Test(arguments: [
        ("owm: {}", "there is no transport \"own\"; did you mean \"owm\"?"),
        ("own: {insecureSkipVerfy: true}", "did you mean \"insecureSkipVerify\"?"),
        ("own: {spiffe: {}}", "spiffe: not built yet"), ("own: {minVersion: x}", "expected one of"),
    ])
    func aFaultyTransportDisablesItsServices(transports: String, message: String) throws {
        let loaded = try decodeDynamic(file(transports))
        #expect(loaded.errors.contains { $0.contains(message) }, "\(loaded.errors)")
        #expect(loaded.model?.services.isEmpty == true && loaded.model?.routers.isEmpty == true)
    }

    @Test func theGlobalOneMayBeNamed() throws {
        let loaded = try decodeDynamic(file("own: {}", uses: "default@internal"))
        #expect(loaded.problems.isEmpty && loaded.model?.services[0].loadBalancer?.serversTransport == nil)
    }

    @Test func theGlobalOneIsReadFromTheStaticFile() throws {
        let loaded = try decodeStatic("serversTransport: {insecureSkipVerify: true, rootCAs: [/a]}")
        #expect(loaded.model?.serversTransport.skipsVerification == true)
        #expect(loaded.model?.serversTransport.authorities == ["/a"])
    }
}
