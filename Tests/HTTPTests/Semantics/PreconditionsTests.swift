import Testing

@testable import HTTP

@Suite struct PreconditionsTests {
    /// One request against a response with ETag `"v1"`, last changed at 08:49:37 and sent at 08:49:38 (unless said).
    struct Case: Sendable, CustomTestStringConvertible {
        var ifNoneMatch: String?
        var ifModifiedSince: String?
        var ifRange: String?
        var etag: String? = "\"v1\""
        var lastModified: Int64? = 784_111_777
        var date: Int64 = 784_111_778
        var expected: Preconditions.Outcome

        var testDescription: String {
            "\(ifNoneMatch ?? "–") \(ifModifiedSince ?? "–") \(ifRange ?? "–") \(etag ?? "–") → \(expected)"
        }

        func evaluate() -> Preconditions.Outcome {
            withOptionalField(ifNoneMatch) { noneMatch in
                withOptionalField(ifModifiedSince) { since in
                    withOptionalField(ifRange) { range in
                        withOptionalField(etag) { etag in
                            Preconditions.evaluate(
                                ifNoneMatch: noneMatch, ifModifiedSince: since, ifRange: range, etag: etag,
                                stored: .init(lastModified: lastModified, date: date), now: 1_795_478_400)
                        }
                    }
                }
            }
        }
    }

    static let changed = "Sun, 06 Nov 1994 08:49:37 GMT"
    static let before = "Sun, 06 Nov 1994 08:49:36 GMT"
    static let after = "Sun, 06 Nov 1994 08:49:38 GMT"

    @Test(arguments: [
        Case(expected: .proceed(rangeApplies: true)),
        Case(ifNoneMatch: "\"v1\"", expected: .notModified),
        Case(ifNoneMatch: "W/\"v1\", \"v0\"", expected: .notModified),
        Case(ifNoneMatch: "*", expected: .notModified),
        Case(ifNoneMatch: "\"v2\"", expected: .proceed(rangeApplies: true)),
        Case(ifNoneMatch: "\"v1\"", etag: nil, expected: .proceed(rangeApplies: true)),
        Case(ifNoneMatch: "\"v2\"", ifModifiedSince: changed, expected: .proceed(rangeApplies: true)),
        Case(ifNoneMatch: "nonsense", ifModifiedSince: changed, expected: .proceed(rangeApplies: true)),
    ])
    func ifNoneMatch(_ test: Case) { #expect(test.evaluate() == test.expected) }

    @Test(arguments: [
        Case(ifModifiedSince: changed, expected: .notModified),
        Case(ifModifiedSince: after, expected: .notModified),
        Case(ifModifiedSince: before, expected: .proceed(rangeApplies: true)),
        Case(ifModifiedSince: "yesterday", expected: .proceed(rangeApplies: true)),
        Case(ifModifiedSince: changed, lastModified: nil, expected: .proceed(rangeApplies: true)),
        Case(ifModifiedSince: after, lastModified: nil, expected: .notModified),
        Case(ifModifiedSince: changed + ", " + changed, expected: .proceed(rangeApplies: true)),
    ])
    func ifModifiedSince(_ test: Case) { #expect(test.evaluate() == test.expected) }

    @Test(arguments: [
        Case(ifRange: "\"v1\"", expected: .proceed(rangeApplies: true)),
        Case(ifRange: "\"v2\"", expected: .proceed(rangeApplies: false)),
        Case(ifRange: "W/\"v1\"", expected: .proceed(rangeApplies: false)),
        Case(ifRange: "W/\"v1\"", etag: "W/\"v1\"", expected: .proceed(rangeApplies: false)),
        Case(ifRange: "\"v1\"", etag: nil, expected: .proceed(rangeApplies: false)),
        Case(ifRange: "\"v1\", \"v2\"", expected: .proceed(rangeApplies: false)),
        Case(ifRange: changed, expected: .proceed(rangeApplies: true)),
        Case(ifRange: "Sunday, 06-Nov-94 08:49:37 GMT", expected: .proceed(rangeApplies: true)),
        Case(ifRange: before, expected: .proceed(rangeApplies: false)),
        Case(ifRange: after, expected: .proceed(rangeApplies: false)),
        Case(ifRange: changed, date: 784_111_777, expected: .proceed(rangeApplies: false)),
        Case(ifRange: changed, lastModified: nil, expected: .proceed(rangeApplies: false)),
        Case(ifRange: "", expected: .proceed(rangeApplies: false)),
        Case(ifNoneMatch: "\"v1\"", ifRange: "\"v1\"", expected: .notModified),
        Case(ifModifiedSince: changed, ifRange: "\"v2\"", expected: .notModified),
        Case(ifModifiedSince: before, ifRange: "\"v2\"", expected: .proceed(rangeApplies: false)),
    ])
    func ifRange(_ test: Case) { #expect(test.evaluate() == test.expected) }
}

private func withOptionalField<R>(_ text: String?, _ body: (RawSpan?) -> R) -> R {
    guard let text else { return body(nil) }
    return withField(text) { body($0) }
}
