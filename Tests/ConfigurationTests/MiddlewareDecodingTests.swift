import LinuxIO
import Testing

@testable import Configuration

@Suite struct MiddlewareDecodingTests {
    private func kind(_ text: String) throws -> Middleware.Kind? {
        let loaded = try decodeDynamic("http: {middlewares: {m: \(text)}}")
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        return loaded.model?.middlewares.first?.kind
    }

    @Test func certificateFieldsAreReadWhole() throws {
        var expected = ClientCertificateFields()
        expected.pem = true
        #expect(try kind("{passTLSClientCert: {pem: true}}") == .passTLSClientCert(expected))
        var info = ClientCertificateFields.Info()
        (info.notAfter, info.notBefore, info.alternativeNames, info.serialNumber) = (true, true, true, true)
        info.subject = [.country, .organizationalUnit, .commonName]
        info.issuer = [.province, .locality, .organization, .serialNumber, .domainComponent]
        (expected.pem, expected.info) = (false, info)
        let text = """
            {passTLSClientCert: {info: {notAfter: true, notBefore: true, sans: true, serialNumber: true,
            subject: {country: true, organizationalUnit: true, commonName: true, locality: false},
            issuer: {province: true, locality: true, organization: true, serialNumber: true, domainComponent: true}}}}
            """
        #expect(try kind(text) == .passTLSClientCert(expected))
    }

    /// Where the middleware stands, whatever is not allowed is refused.
    @Test func encodedCharactersAreRefusedUnlessAllowed() throws {
        #expect(
            try kind("{encodedCharacters: {allowEncodedSlash: true, allowEncodedHash: false}}")
                == .encodedCharacters([.backSlash, .null, .semicolon, .percent, .questionMark, .hash]))
    }

    @Test(arguments: [
        ("{contentType: {}}", true), ("{contentType: {autoDetect: false}}", false),
        ("{contentType: {autoDetect: true}}", true), ("{contentType: true}", true),
    ])
    func contentTypeNeedsNoOptions(text: String, finds: Bool) throws {
        #expect(try kind(text) == .contentType(finds: finds))
    }

    @Test(arguments: [
        ("{passTLSClientCert: {info: {issuer: {organizationalUnit: true}}}}", "issuer.organizationalUnit"),
        ("{passTLSClientCert: {pm: true}}", "did you mean \"pem\"?"),
        ("{encodedCharacters: {allowEncodedSlah: true}}", "did you mean \"allowEncodedSlash\"?"),
        ("{contentType: {autoDetect: maybe}}", "true or false"),
    ])
    func aFaultyOneIsLeftOut(text: String, message: String) throws {
        let loaded = try decodeDynamic("http: {middlewares: {m: \(text)}}")
        #expect(loaded.model?.middlewares.isEmpty == true)
        #expect(loaded.errors.contains { $0.contains(message) }, "\(loaded.errors)")
    }

    /// At an entry point whose own middlewares are not in order a router is not served; elsewhere it is.
    @Test func faultyEntryPointsAreLeftOut() throws {
        var fixed = usual
        fixed.entryPoints[0].middlewares = ["nowhere"]
        let text = """
            http:
              routers:
                both: {rule: r, service: s}
                web: {rule: r, service: s, entryPoints: [web]}
              services: {s: {loadBalancer: {servers: [{url: 'http://a'}]}}}
            """
        let loaded = try decodeDynamic(text, for: fixed)
        #expect(loaded.model?.routers.map(\.name) == ["both"])
        #expect(loaded.model?.routers.first?.entryPoints == ["websecure"])
        #expect(
            loaded.warnings.contains { $0.contains("\"web\" has http.middlewares") && $0.contains("not served there") })
        #expect(loaded.errors.contains { $0.contains("http.routers.web.entryPoints") })
    }
}
