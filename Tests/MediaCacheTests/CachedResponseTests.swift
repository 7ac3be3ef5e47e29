import HTTP
import LinuxIO
import Testing

@testable import Configuration
@testable import MediaCache

@Suite struct CachedResponseTests {
    private func read(
        _ text: String, status: Int = 200, request: String = "", hasCookie: Bool = false,
        keeping older: CachedResponse? = nil
    ) -> CachedResponse {
        let buffer = ByteBuffer(capacity: 512)
        buffer.append(text: "HTTP/1.1 \(status) Status\r\n" + text + "\r\n")
        let head = ResponseHead()
        var parser = HTTP1ResponseParser()
        #expect(parser.parse(buffer, into: head, to: .get) == .complete)
        let facts = RequestFacts(fields: Array(request.utf8), policy: CachePolicy(), hasCookie: hasCookie)
        return CachedResponse(
            reading: head, to: facts, times: CachedResponse.Times(request: 1000, response: 1002), keeping: older)
    }

    private func text(_ response: CachedResponse) -> String { String(decoding: response.fields.text, as: UTF8.self) }

    @Test func storageKeepsEverything() throws {
        let response = read(
            "ETag: \"a\"\r\nLast-Modified: Thu, 01 Jan 1970 00:10:00 GMT\r\nCache-Control: max-age=60\r\n"
                + "Content-Type: video/mp4\r\nVary: Origin\r\nX-More: yes\r\nAge: 5\r\n",
            request: "Origin: https://a\r\n")
        let copy = try #require(CachedResponse.decode(response.encoded))
        #expect(copy.fields == response.fields && copy.etag == response.etag && copy.selection == response.selection)
        #expect(copy.lastModified == 600 && copy.date == response.date && copy.contentType == response.contentType)
        #expect(copy.freshness.remaining(at: 1010) == response.freshness.remaining(at: 1010))
        #expect(copy.cacheControl == response.cacheControl && copy.isCombinable)
        #expect(copy.status == 200 && copy.selection != nil)
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
        #expect(text(new) == "x-more: new\r\nCache-Control: max-age=9\r\nETag: \"a\"\r\nContent-Type: a/b\r\n")
        #expect(new.freshness.lifetime == 9 && new.contentType == Array("a/b".utf8))
    }

    @Test func a304WithoutAWordRenewsWhatWasSaid() {
        let old = read("Date: Thu, 01 Jan 1970 00:00:10 GMT\r\nETag: \"a\"\r\nCache-Control: max-age=9\r\n")
        #expect(old.freshness.remaining(at: 1002) < 0)
        let new = read("Content-Encoding: gzip\r\n", status: 304, keeping: old)
        #expect(new.freshness.remaining(at: 1002) == 7 && new.status == 200 && !text(new).contains("gzip"))
    }

    @Test func restrictedFieldsAreNotKept() {
        let kept = text(
            read("Cache-Control: max-age=9, private=\"x-a\", no-cache=X-B\r\nX-A: 1\r\nx-b: 2\r\nX-C: 3\r\n"))
        #expect(kept.contains("X-C") && !kept.contains("X-A") && !kept.contains("x-b"))
    }

    @Test func lifetimesThatNobodyStates() {
        let old = "Last-Modified: Thu, 01 Jan 1970 00:00:02 GMT\r\n"
        #expect(read(old).freshness.lifetime == 100 && read(old, hasCookie: true).freshness.lifetime == 0)
        #expect(read("", status: 404).freshness.lifetime == 10 && read("", status: 403).freshness.lifetime == 0)
        #expect(read("Cache-Control: max-age=1\r\n", status: 404).freshness.lifetime == 1)
        #expect(read("Cache-Control: max-age=1\r\nCDN-Cache-Control: max-age=7\r\n").freshness.lifetime == 7)
        #expect(read("Cache-Control: max-age=1\r\nCDN-Cache-Control: max-age=\r\n").freshness.lifetime == 1)
        #expect(read("Age: 5\r\nAge: 50\r\n").freshness.initialAge == 7)
    }

    @Test func selectionsCompareWhatVaryNames() throws {
        let fields = "Accept-Language: EN, de\r\nX-A: 1\r\nX-B: 2\r\n"
        let selection = try #require(
            read("Vary: x-a, Accept-Encoding\r\nVary: Accept-Language\r\n", request: fields).selection)
        func matches(_ lines: [(String, String)]) -> Bool {
            let head = RequestHead()
            for (name, value) in lines { head.add(FieldName(name)!, value) }
            return selection.matches(head)
        }
        #expect(matches([("X-A", "1"), ("accept-language", "en,de")]))
        #expect(matches([("X-A", "1"), ("accept-language", "en"), ("accept-language", "de"), ("X-B", "9")]))
        #expect(!matches([("X-A", "1")]) && !matches([("X-A", ""), ("accept-language", "en,de")]))
        #expect(!matches([("X-A", "1 "), ("accept-language", "en,fr")]))
        #expect(read("Vary: Accept-Encoding\r\n").selection == nil)
    }

    @Test func locationsOfTheSameOriginAreKeys() {
        let request = RequestHead()
        let buffer = ByteBuffer(capacity: 512)
        buffer.append(text: "POST /dir/form?x HTTP/1.1\r\nHost: A.test\r\n\r\n")
        var parser = HTTP1RequestParser()
        #expect(parser.parse(buffer, into: request) == .complete)
        func key(_ location: String) -> String? {
            let key = ByteBuffer(capacity: 64)
            let bytes = Array(location.utf8)
            let isOurs = unsafe bytes.withUnsafeBytes {
                unsafe ObjectKey.write(location: $0.bytes, sameOriginAs: request, to: key)
            }
            return isOurs
                ? String(
                    decoding: key.withSpan { span in unsafe span.withUnsafeBytes { unsafe Array($0) } }, as: UTF8.self)
                : nil
        }
        #expect(
            key("/a?b#c") == "a.test/a?b" && key("https://a.TEST/a") == "a.test/a" && key("other") == "a.test/dir/other"
        )
        #expect(key("http://a.test") == "a.test/" && key("//a.test/x") == "a.test/x")
        #expect(key("http://b.test/a") == nil && key("") == nil && key("http://a.test:8080/") == nil)
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
