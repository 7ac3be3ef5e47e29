import LinuxIO
import Testing

@testable import HTTP

@Suite struct StorabilityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var expected: Storability
        var change: @Sendable (inout Storability.Request, inout Storability.Response) -> Void

        init(
            _ name: String, _ expected: Storability,
            _ change: @escaping @Sendable (inout Storability.Request, inout Storability.Response) -> Void
        ) {
            (self.name, self.expected, self.change) = (name, expected, change)
        }

        var testDescription: String { name }
    }

    static func control(_ line: String) -> CacheControl { withField(line) { CacheControl($0) } }

    @Test(arguments: [
        Case("plain", .store) { _, _ in },
        Case("HEAD or POST", .bypass(.method)) { request, _ in request.isGET = false },
        Case("authorised", .bypass(.authorization)) { request, response in
            request.hasAuthorization = true
            response.cacheControl = control("max-age=60, proxy-revalidate")
        },
        Case("authorised and public", .store) { request, response in
            request.hasAuthorization = true
            response.cacheControl = control("public")
        },
        Case("authorised with s-maxage", .store) { request, response in
            request.hasAuthorization = true
            response.cacheControl = control("s-maxage=60")
        },
        Case("authorised with must-revalidate", .store) { request, response in
            request.hasAuthorization = true
            response.cacheControl = control("must-revalidate")
        },
        Case("request no-store", .bypass(.requestNoStore)) { request, _ in request.cacheControl = control("no-store") },
        Case("request no-cache", .store) { request, _ in request.cacheControl = control("no-cache, max-age=0") },
        Case("404", .store) { _, response in response.status = 404 },
        Case("404 without a lifetime", .bypass(.status)) { _, response in
            (response.status, response.lifetime) = (404, 0)
        },
        Case("304", .bypass(.status)) { _, response in response.status = 304 },
        Case("416", .bypass(.status)) { _, response in response.status = 416 },
        Case("must-understand, known", .store) { _, response in
            response.cacheControl = control("must-understand, no-store")
        },
        Case("must-understand, unknown", .bypass(.status)) { _, response in
            response.status = 299
            response.cacheControl = control("must-understand")
        },
        Case("no-store", .bypass(.noStore)) { _, response in response.cacheControl = control("no-store, private") },
        Case("private", .bypass(.isPrivate)) { _, response in response.cacheControl = control("private") },
        Case("private fields", .store) { _, response in response.cacheControl = control("private=\"x\"") },
        Case("no-cache", .store) { _, response in
            response.cacheControl = control("no-cache")
            response.lifetime = 0
        },
        Case("cookie", .bypass(.setCookie)) { _, response in response.hasSetCookie = true },
        Case("vary by origin", .store) { _, response in response.vary = [.origin, .acceptEncoding] },
        Case("vary by more", .store) { _, response in response.vary = [.origin, .named] },
        Case("vary by all", .bypass(.vary)) { _, response in response.vary = [.origin, .unusable] },
        Case("coded", .bypass(.contentCoding)) { _, response in response.isCoded = true },
        Case("206", .store) { _, response in
            response.status = 206
            response.contentRange = .part(0..<5, total: 10)
        },
        Case("206 without a label", .bypass(.partialContent)) { _, response in response.status = 206 },
        Case("206 of unknown length", .bypass(.partialContent)) { _, response in
            response.status = 206
            response.contentRange = .part(0..<5, total: nil)
        },
        Case("206 without a part", .bypass(.partialContent)) { _, response in
            response.status = 206
            response.contentRange = .unsatisfied(total: 10)
        },
        Case("stale, validator", .store) { _, response in response.lifetime = 0 },
        Case("fresh, no validator", .store) { _, response in response.hasValidator = false },
        Case("stale, no validator", .bypass(.neverReusable)) { _, response in
            response.lifetime = 0
            response.hasValidator = false
        },
    ])
    func decisions(_ test: Case) {
        var request = Storability.Request(isGET: true)
        var response = Storability.Response(
            status: 200, cacheControl: CacheControl(), lifetime: 60, hasValidator: true)
        test.change(&request, &response)
        #expect(Storability(of: response, to: request) == test.expected)
    }

    @Test func everyReasonHasItsOwnToken() {
        let tokens = BypassReason.allCases.map { reason in written { $0.append(reason.detail) } }
        #expect(Set(tokens).count == tokens.count)
        for token in tokens {
            let isToken = withField(token) { bytes in
                var scan = FieldScan(bytes)
                return scan.token(bytes)?.count == bytes.byteCount
            }
            #expect(isToken, "\(token)")
        }
    }
}
