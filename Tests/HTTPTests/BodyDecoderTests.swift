import LinuxIO
import Testing

@testable import HTTP

@Suite struct BodyDecoderTests {
    /// Feeds `bytes` in pieces of `step`, and uses at most `use` of what is offered at a time.
    private func decode(_ framing: BodyFraming, _ text: String, step: Int, use: Int) -> (String, BodyEvent, String) {
        var decoder = BodyDecoder(framing, limits: HeadLimits(bytes: 64, fields: 4))
        let buffer = ByteBuffer(capacity: 4)
        var rest = Array(text.utf8)[...]
        var body: [UInt8] = []
        while true {
            switch decoder.next(in: buffer) {
            case .data(let count):
                let used = min(count, use)
                body += buffer.array.prefix(used)
                decoder.took(used, from: buffer)
            case .needMore:
                if rest.isEmpty { return (String(decoding: body, as: UTF8.self), .needMore, buffer.string) }
                buffer.append(Array(rest.prefix(step)))
                rest = rest.dropFirst(step)
            case let last:
                return (
                    String(decoding: body, as: UTF8.self), last, buffer.string + String(decoding: rest, as: UTF8.self)
                )
            }
        }
    }

    @Test(arguments: [1, 2, 3, 1000], [1, 4, 1000])
    func bodiesEndWhereTheirFramingSays(step: Int, use: Int) {
        let chunks = "3\r\nabc\r\nA;x=\"y\"\r\n0123456789\r\n00\r\nTrailer: x\r\n\r\nGET"
        #expect(decode(.chunked, chunks, step: step, use: use) == ("abc0123456789", .end, "GET"))
        #expect(decode(.length(3), "abcGET", step: step, use: use) == ("abc", .end, "GET"))
        #expect(decode(.none, "GET", step: step, use: use) == ("", .end, "GET"))
        #expect(decode(.untilClose, "abc", step: step, use: use) == ("abc", .needMore, ""))
        #expect(decode(.length(9), "abc", step: step, use: use) == ("abc", .needMore, ""))
    }

    @Test(
        arguments: [
            "-1\r\n", "+1\r\na\r\n", " 1\r\na\r\n", "1 \r\na\r\n", "0x1\r\na\r\n", "\r\n", "g\r\n", "1\na\r\n",
            "1\r\nab\r\n",
            "1\r\naX\n", "1234567890abcdef0\r\n", "1;\u{0}\r\na", "0\r\nbad trailer\r\n\r\n", "0\r\nA : b\r\n\r\n",
            "1;a\rb\r\na", "0\r\n\n", "0\r\n\nX", "0\r\nA: b\r\n\n", "0\r\nA: b\n",
            "0\r\nA: \(String(repeating: "b", count: 100))\r\n\r\n",
        ], [1, 1000])
    func malformedChunksAreRefused(text: String, step: Int) {
        let (_, event, _) = decode(.chunked, text, step: step, use: 1000)
        if case .failed = event { return }
        Issue.record("\(text.debugDescription) gave \(event)")
    }
}
