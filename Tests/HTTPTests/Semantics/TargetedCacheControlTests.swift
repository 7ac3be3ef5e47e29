import LinuxIO
import Testing

@testable import HTTP

@Suite struct TargetedCacheControlTests {
    static func read(_ line: RawSpan) -> CacheControl? {
        var targeted = TargetedCacheControl()
        targeted.add(line)
        return targeted.cacheControl
    }

    @Test(
        arguments: [
            ("max-age=60", 60), ("max-age=60;x=1, public", 60), ("max-age=1, max-age=60", 60),
            ("a=\"x,\\\"\", max-age=60", 60), ("a=(1 b;q \"c\"), max-age=60", 60),
            ("a=:aGk=:,b=?0,c=1.5,max-age=60", 60),
            ("max-age=60;", nil), ("max-age=060", 60), ("max-age=-1", nil), ("max-age=\"60\"", nil),
            ("max-age=60.0", nil), ("max-age", nil), ("", nil), ("max-age=60,", nil), ("Max-Age=60", nil),
            ("max-age=60 x", nil), ("max-age=", nil), ("a=(1, max-age=60", nil), ("a=\"x, max-age=60", nil),
            ("max-age=1234567890123456", nil), ("max-age=99999999999", DeltaSeconds.maximum), ("a=@5, max-age=60", 60),
        ] as [(String, UInt32?)])
    func maxAge(line: String, expected: UInt32?) {
        #expect(withField(line) { Self.read($0)?.maxAge } == expected)
    }

    @Test(
        arguments: [
            ("no-store", [.present, .noStore]), ("no-store=?0", [.present]), ("private", [.present, .isPrivate]),
            ("no-cache=\"a\"", [.present, .noCache]), ("no-store, &", nil),
            ("public, immutable", [.present, .isPublic, .immutable]),
        ] as [(String, CacheControl.Flags?)])
    func flags(line: String, expected: CacheControl.Flags?) {
        #expect(withField(line) { Self.read($0)?.flags } == expected)
    }

    @Test func oneFaultyLineSpoilsAll() {
        var targeted = TargetedCacheControl()
        withField("max-age=60") { targeted.add($0) }
        #expect(targeted.cacheControl?.maxAge == 60)
        withField("max-age=;") { targeted.add($0) }
        #expect(targeted.cacheControl == nil)
    }
}
