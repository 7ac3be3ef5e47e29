import HTTP
import LinuxIO
import Testing

@testable import Demo

@Suite struct FileAnswerTests {
    private let file = FileFacts(size: 1000, modified: 784_111_777)

    private func answer(_ fields: String, method: String = "GET") -> FileAnswer {
        let buffer = ByteBuffer(capacity: 256)
        buffer.append(text: "\(method) /media/film.mp4 HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
        let request = RequestHead()
        var parser = HTTP1RequestParser()
        #expect(parser.parse(buffer, into: request) == .complete)
        return FileAnswer(to: request, of: file, now: 1_700_000_000)
    }

    @Test(arguments: [
        ("", FileAnswer.whole), ("Range: bytes=0-99\r\n", .part(0..<100)), ("Range: bytes=900-\r\n", .part(900..<1000)),
        ("Range: bytes=-10\r\n", .part(990..<1000)), ("Range: bytes=1000-\r\n", .unsatisfiable),
        ("Range: bytes=0-9,500-509\r\n", .whole), ("Range: lines=1-2\r\n", .whole),
    ])
    func rangesArePlaced(fields: String, expected: FileAnswer) {
        #expect(answer(fields) == expected)
    }

    @Test func aRangeHasNoMeaningOnHead() { #expect(answer("Range: bytes=0-9\r\n", method: "HEAD") == .whole) }

    @Test func conditionsComeFirst() {
        #expect(answer("If-None-Match: \(file.etag)\r\nRange: bytes=0-9\r\n") == .notModified)
        #expect(answer("If-None-Match: \"other\"\r\nRange: bytes=0-9\r\n") == .part(0..<10))
        #expect(answer("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n") == .notModified)
        #expect(answer("If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n") == .whole)
    }

    @Test func aRangeOfAnotherVersionIsIgnored() {
        #expect(answer("If-Range: \(file.etag)\r\nRange: bytes=0-9\r\n") == .part(0..<10))
        #expect(answer("If-Range: \"other\"\r\nRange: bytes=0-9\r\n") == .whole)
    }

    @Test func anotherSizeOrTimeIsAnotherVersion() {
        #expect(FileFacts(size: 1001, modified: 784_111_777).etag != file.etag)
        #expect(FileFacts(size: 1000, modified: 784_111_778).etag != file.etag)
        #expect(FileFacts(size: 1000, modified: 784_111_777, nanoseconds: 1).etag != file.etag)
    }

    @Test(arguments: [
        ("/media/hls/film.m3u8", "hls/film.m3u8"), ("/media/../complete.txt", nil), ("/media//etc/passwd", nil),
        ("/media/%2e%2e/x", nil), ("/media/", nil), ("/film.mp4", nil),
    ])
    func noPathLeadsOutOfTheDirectory(path: String, name: String?) {
        #expect(DemoOrigin.name(in: path) == name)
    }
}
