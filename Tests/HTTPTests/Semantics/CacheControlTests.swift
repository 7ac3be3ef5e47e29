import Testing

@testable import HTTP

@Suite struct CacheControlTests {
    @Test(
        arguments: [
            ("", []),
            (", ,", []),
            ("no-store", [.present, .noStore]),
            ("No-Store, NO-CACHE", [.present, .noStore, .noCache]),
            ("private", [.present, .isPrivate]),
            ("private=\"set-cookie, x\"", [.present, .restrictsFields]),
            ("private=\"\"", [.present, .isPrivate]),
            ("no-cache=\"a b\"", [.present, .noCache]),
            ("no-cache=a", [.present, .restrictsFields]),
            ("no-cache=\"a\" , public", [.present, .restrictsFields, .isPublic]),
            ("public,immutable,no-transform", [.present, .isPublic, .immutable, .noTransform]),
            ("must-revalidate,proxy-revalidate", [.present, .mustRevalidate, .proxyRevalidate]),
            ("only-if-cached", [.present, .onlyIfCached]),
            ("public=yes, immutable=1", [.present]),
            ("public =yes", [.present]),
            ("no-store=maybe", [.present, .noStore]),
            ("community=\"no-store, private\"", [.present]),
            ("community=\"a\\\", no-store\", public", [.present, .isPublic]),
            ("broken=\"a, no-store", [.present, .noStore]),
            ("\"no-store\", private", [.present, .isPrivate]),
            ("@@@;no-store, private", [.present, .isPrivate]),
            ("no-stores, xno-store", [.present]),
            ("must-understand, no-store", [.present, .mustUnderstand, .noStore]),
        ] as [(String, CacheControl.Flags)])
    func flags(line: String, expected: CacheControl.Flags) {
        #expect(withField(line) { CacheControl($0).flags } == expected)
    }

    @Test(
        arguments: [
            ("max-age=60", 60), ("MAX-AGE=\"60\"", 60), ("max-age=060", 60), ("max-age=0", 0),
            ("max-age=99999999999999999999", DeltaSeconds.maximum), ("max-age=4294967296", DeltaSeconds.maximum),
            ("max-age=60, max-age=30", 30), ("max-age=30, max-age=60", 30), ("max-age=60, max-age=x", 0),
            ("max-age", 0), ("max-age=", 0), ("max-age=-1", 0), ("max-age=1.5", 0), ("max-age=60s", 0),
            ("max-age=\" 60\"", 0), ("max-age=\"60", 0), ("max-age = 60", 0), ("max-age=60 30", 0), ("max-age=60;x", 0),
            ("s-maxage=60", nil), ("x-max-age=60", nil), ("ext=\"max-age=5\"", nil), ("ext=\"\", max-age=7", 7),
        ] as [(String, UInt32?)])
    func maxAge(line: String, expected: UInt32?) {
        #expect(withField(line) { CacheControl($0).maxAge } == expected)
    }

    @Test func otherNumbers() {
        let response = withField("s-maxage=1, stale-while-revalidate=2, stale-if-error=3") { CacheControl($0) }
        #expect(response.sharedMaxAge == 1)
        #expect(response.staleWhileRevalidate == 2)
        #expect(response.staleIfError == 3)
        let request = withField("max-stale=4, min-fresh=5, min-fresh=6") { CacheControl($0) }
        #expect(request.maxStale == 4)
        #expect(request.minFresh == 6)
        #expect(withField("max-stale") { CacheControl($0).maxStale } == .max)
        #expect(withField("max-stale, max-stale=9") { CacheControl($0).maxStale } == 9)
        #expect(withField("max-stale=often") { CacheControl($0).maxStale } == 0)
        #expect(withField("min-fresh=much") { CacheControl($0).minFresh } == .max)
    }

    @Test func linesAddUpToTheStrictest() {
        var control = withField("max-age=60, public") { CacheControl($0) }
        withField("max-age=10, no-store") { control.add($0) }
        withField("max-age=20") { control.add($0) }
        #expect(control.maxAge == 10)
        #expect(control.flags == [.present, .isPublic, .noStore])
    }

    @Test(
        arguments: [
            ("10", 10), (" 10 ", 10), ("10, 20", 10), ("0", 0), ("99999999999", DeltaSeconds.maximum), ("", nil),
            ("-1", nil), ("+1", nil), ("1 0", nil), ("1.0", nil), ("x", nil), (",10", nil),
        ] as [(String, UInt32?)])
    func ageFields(value: String, expected: UInt32?) {
        #expect(withField(value) { DeltaSeconds.parse($0) } == expected)
    }

    @Test(
        arguments: [
            ("Origin", [.origin]), ("accept-encoding, ORIGIN", [.origin, .acceptEncoding]), ("", []), (",", []),
            ("*", [.unusable]), ("Cookie", [.unusable]), ("Origin, User-Agent", [.origin, .named]),
            ("\"Origin\"", [.unusable]), ("Origin Accept-Encoding", [.origin, .acceptEncoding]), ("Origins", [.named]),
            ("(", [.unusable]), ("If-Match", [.unusable]), ("X-Forwarded-Host", [.unusable]), ("ifs", [.named]),
        ] as [(String, VaryFields)])
    func vary(line: String, expected: VaryFields) {
        #expect(withField(line) { VaryFields($0) } == expected)
    }

    @Test(arguments: [
        ("", true), ("identity", true), (" Identity ", true), ("gzip", false), ("identity, gzip", false), (",", false),
    ])
    func codings(line: String, isIdentity: Bool) {
        #expect(withField(line) { ContentCoding.isIdentity($0) } == isIdentity)
    }

    @Test func restrictedFieldsAreNamed() {
        let line = "no-cache=\"a, Set-Cookie\", private=b, community=\"c\", private, no-cache=\"d e\""
        let names = withField(line) { bytes in
            CacheControl.restrictedFields(in: bytes).map { range in
                String(decoding: range.map { bytes.octet($0) }, as: UTF8.self)
            }
        }
        #expect(names == ["a", "Set-Cookie", "b"])
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededRandom(7)
        for _ in 0..<20_000 {
            let bytes = Array("max-age=".utf8) + random.bytes(upTo: 40, from: "0123456789,=\"\\ no-storepublic")
            _ = withField(bytes) { CacheControl($0) }
            _ = withField(bytes) { CacheControl.restrictedFields(in: $0) }
            _ = withField(bytes) { TargetedCacheControlTests.read($0) }
            _ = withField(bytes) { VaryFields($0) }
            _ = withField(bytes) { DeltaSeconds.parse($0) }
        }
    }

    /// Whatever stands around it, a `no-store` that is a member of the list is never lost.
    @Test func nothingHidesNoStore() {
        var random = SeededRandom(8)
        for _ in 0..<5000 {
            let noise = random.bytes(upTo: 20, from: "a=,1 \\;").filter { $0 != UInt8(ascii: "\"") }
            let line = noise + Array(", no-store ,".utf8) + random.bytes(upTo: 20, from: "a=\",1 \\;")
            guard withField(line, { CacheControl($0).flags.contains(.noStore) }) else {
                Issue.record("lost in \(line)")
                return
            }
        }
    }
}
