import HTTP
import LinuxIO
import Testing

@Suite struct CookiePairsTests {
    /// A line, and the value of the cookie `sid` in it.
    @Test(
        arguments: [
            ("sid=1", "1"), ("a=b; sid=1; c=d", "1"), ("sid=1; sid=2", "1"), ("xsid=1;sid=2", "2"), ("SID=1", nil),
            ("sid", nil), ("sid = 1", nil), ("a=sid=1", nil), ("sid=\"1\"", "1"), ("sid=\"", "\""), ("sid=", ""),
            ("  sid=1  ;", "1"), ("", nil), (";;;", nil), ("sid=a=b", "a=b"),
        ] as [(String, String?)])
    func theFirstOfThatNameCounts(line: String, value: String?) {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: line)
        let found = buffer.withSpan { CookiePairs.value(of: Array("sid".utf8), in: $0) }
        #expect(found.map { String(decoding: Array(line.utf8)[$0], as: UTF8.self) } == value)
    }
}
