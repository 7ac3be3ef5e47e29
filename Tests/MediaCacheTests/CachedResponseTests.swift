import HTTP
import LinuxIO
import Testing

@testable import Configuration
@testable import MediaCache

@Suite struct CachedResponseTests {
    private func read(_ text: String, origin: [UInt8]? = nil, keeping older: CachedResponse? = nil) -> CachedResponse {
        let buffer = ByteBuffer(capacity: 512)
        buffer.append(text: "HTTP/1.1 200 OK\r\n" + text + "\r\n")
        let head = ResponseHead()
        var parser = HTTP1ResponseParser()
        #expect(parser.parse(buffer, into: head, to: .get) == .complete)
        return CachedResponse(
            reading: head, origin: origin, policy: CachePolicy(),
            times: CachedResponse.Times(request: 1000, response: 1002), keeping: older)
    }

    private func text(_ response: CachedResponse) -> String { String(decoding: response.fields.text, as: UTF8.self) }

    @Test func storageKeepsEverything() throws {
        let response = read(
            "ETag: \"a\"\r\nLast-Modified: Thu, 01 Jan 1970 00:10:00 GMT\r\nCache-Control: max-age=60\r\n"
                + "Content-Type: video/mp4\r\nVary: Origin\r\nX-More: yes\r\nAge: 5\r\n",
            origin: Array("https://a".utf8))
        let copy = try #require(CachedResponse.decode(response.encoded))
        #expect(copy.fields == response.fields && copy.etag == response.etag && copy.origin == response.origin)
        #expect(copy.lastModified == 600 && copy.date == response.date && copy.contentType == response.contentType)
        #expect(copy.freshness.remaining(at: 1010) == response.freshness.remaining(at: 1010))
        #expect(copy.cacheControl == response.cacheControl && copy.isCombinable)
    }

    @Test func damagedStorageIsRefused() {
        let bytes = read("ETag: \"a\"\r\nContent-Type: a/b\r\n").encoded
        for count in 0..<bytes.count { #expect(CachedResponse.decode(Array(bytes.prefix(count))) == nil) }
        #expect(CachedResponse.decode([9] + bytes.dropFirst()) == nil)
    }

    @Test func whatDependsOnTheRequestIsNotKept() {
        let kept = text(
            read("Content-Length: 5\r\nContent-Range: bytes 0-4/9\r\nConnection: X-Own\r\nX-Own: 1\r\nETag: \"a\"\r\n"))
        #expect(kept == "ETag: \"a\"\r\n")
    }

    @Test func a304ReplacesFieldsByName() {
        let old = read("ETag: \"a\"\r\nContent-Type: a/b\r\nX-More: old\r\nCache-Control: max-age=1\r\n")
        let new = read("ETag: \"a\"\r\nx-more: new\r\nCache-Control: max-age=9\r\n", keeping: old)
        #expect(text(new) == "ETag: \"a\"\r\nx-more: new\r\nCache-Control: max-age=9\r\nContent-Type: a/b\r\n")
        #expect(new.freshness.lifetime == 9 && new.contentType == Array("a/b".utf8))
    }

    @Test func onlyStrongValidatorsJoinParts() {
        #expect(read("ETag: \"a\"\r\n").isCombinable)
        #expect(!read("ETag: W/\"a\"\r\nLast-Modified: Thu, 01 Jan 1970 00:00:01 GMT\r\n").isCombinable)
        #expect(read("Last-Modified: Thu, 01 Jan 1970 00:00:01 GMT\r\n").isCombinable)
        let justNow = "Date: Thu, 01 Jan 1970 00:16:40 GMT\r\nLast-Modified: Thu, 01 Jan 1970 00:16:40 GMT\r\n"
        #expect(!read(justNow).isCombinable)
        #expect(!read("Content-Type: a/b\r\n").isCombinable)
    }

    @Test func identitiesFollowPlaceVersionAndLength() {
        let key = Array("host/film".utf8), version = Array("\"a\"".utf8)
        let id = ObjectKey.identity(of: key, version: version, length: 9)
        #expect(id == ObjectKey.identity(of: key + [0] + Array("https://x".utf8), version: version, length: 9))
        #expect(id != ObjectKey.identity(of: key, version: version, length: 10))
        #expect(id != ObjectKey.identity(of: key, version: Array("\"b\"".utf8), length: 9))
        let unversioned = ObjectKey.identity(of: key, version: nil, length: 9)
        #expect(unversioned != ObjectKey.identity(of: key, version: nil, length: 9))
    }
}
