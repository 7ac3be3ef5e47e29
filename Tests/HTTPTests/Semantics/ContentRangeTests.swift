import Testing

@testable import HTTP

@Suite struct ContentRangeTests {
    @Test(
        arguments: [
            ("bytes 0-499/1234", .part(0..<500, total: 1234)),
            ("Bytes 0-0/1", .part(0..<1, total: 1)),
            ("bytes 734-1233/1234", .part(734..<1234, total: 1234)),
            ("bytes 0-499/*", .part(0..<500, total: nil)),
            ("bytes */1234", .unsatisfied(total: 1234)),
            ("bytes */0", .unsatisfied(total: 0)),
            (" bytes 5-6/7\t", .part(5..<7, total: 7)),
            (
                "bytes 0-9223372036854775806/9223372036854775807",
                .part(0..<9_223_372_036_854_775_807, total: 9_223_372_036_854_775_807)
            ),
        ] as [(String, ContentRange)])
    func validFieldsAreReadAndWrittenAlike(text: String, expected: ContentRange) {
        let read = withField(text) { ContentRange($0) }
        #expect(read == expected)
        let again = written { expected.append(to: $0) }
        #expect(again == text.lowercased().trimmed)
    }

    @Test(arguments: [
        "", "bytes", "bytes ", "bytes 0-499", "bytes 0-499/", "bytes 5-4/10", "bytes 0-10/10", "bytes 10-10/10",
        "bytes=0-499/1234", "bytes  0-499/1234", "bytes 0 -499/1234", "bytes 0-499 /1234", "bytes 0-499/ 1234",
        "bytes -499/1234", "bytes 0-/1234", "bytes */*", "bytes *", "bytes */", "bytes 0-499/1234x", "items 0-1/2",
        "bytes 0-499/1234, bytes 0-499/1234", "bytes 0-9223372036854775807/*", "bytes 0-1/9223372036854775808",
        "bytes 0-99999999999999999999/*", "bytes 0--1/5", "bytes -0-1/5", "0-499/1234", "bytes\t0-1/2",
    ])
    func otherFieldsAreRefused(text: String) {
        #expect(withField(text) { ContentRange($0) } == nil)
    }

    @Test(
        arguments: [
            ("bytes 100-199/1000", 1000, 100, .exact),
            ("bytes 100-199/1000", nil, nil, .exact),
            ("bytes 100-199/*", nil, nil, .exact),
            ("bytes 100-149/150", nil, 50, .exact),
            ("bytes 100-149/*", 150, 50, .exact),
            ("bytes 100-149/1000", 1000, 50, .other),
            ("bytes 0-999/1000", 1000, 1000, .other),
            ("bytes 101-199/1000", 1000, 99, .elsewhere),
            ("bytes 0-99/1000", 1000, 100, .elsewhere),
            ("bytes 100-199/1000", 999, 100, .contradictory),
            ("bytes 100-199/*", 150, 100, .contradictory),
            ("bytes 100-199/1000", 1000, 99, .contradictory),
            ("bytes 100-199/1000", 1000, 101, .contradictory),
            ("bytes */1000", 1000, 0, .contradictory),
        ] as [(String, UInt64?, UInt64?, ContentRange.Fit)])
    func answersAreJudged(text: String, knownTotal: UInt64?, bodyLength: UInt64?, expected: ContentRange.Fit) {
        let range = withField(text) { ContentRange($0) }
        #expect(range?.fit(asked: 100..<200, knownTotal: knownTotal, bodyLength: bodyLength) == expected)
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededRandom(5)
        for _ in 0..<20_000 {
            let bytes = Array("bytes ".utf8) + random.bytes(upTo: 45, from: "0123456789-/*")
            let range = withField(bytes) { ContentRange($0) }
            _ = range?.fit(asked: 0..<1, knownTotal: nil, bodyLength: nil)
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == "\t" || $0 == " " }.reversed())
    }
}
