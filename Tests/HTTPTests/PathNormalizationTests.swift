import LinuxIO
import Testing

@testable import HTTP

@Suite struct PathNormalizationTests {
    private func buffer(_ text: String) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 8)
        buffer.append(text: text)
        return buffer
    }

    private func withNormalEscapes(_ path: String) -> String? {
        let result = buffer("kept")
        let isValid = buffer(path).withSpan { PathNormalization.normalizeEscapes($0, into: result) }
        return isValid ? String(result.string.dropFirst(4)) : nil
    }

    private func withoutDotSegments(_ path: String) -> String {
        let result = buffer("kept/")
        buffer(path).withSpan { PathNormalization.removeDotSegments($0, into: result) }
        #expect(result.string.hasPrefix("kept/"))
        return String(result.string.dropFirst(5))
    }

    @Test(
        arguments: [
            ("/a%7eb", "/a~b"), ("/a%2fb", "/a%2Fb"), ("/a%e4", "/a%E4"), ("/%41%5a%2d%2e%5f%7E", "/AZ-._~"),
            ("/%3A%3b", "/%3A%3B"), ("/%25%32%66", "/%252f"), ("/%20", "/%20"), ("/%00", "/%00"), ("/ä", "/%C3%A4"),
            ("/\"<>", "/%22%3C%3E"), ("/a|b", "/a%7Cb"), ("/a\\..\\b", "/a%5C..%5Cb"), ("/`{}^", "/%60%7B%7D%5E"),
            ("/[a]", "/[a]"), ("/;a!$&'()*+,=:@", "/;a!$&'()*+,=:@"), ("", ""), ("*", "*"), ("/ ", "/%20"),
            ("/%zz", nil), ("/%", nil), ("/%4", nil), ("/%4g", nil), ("/%g4", nil), ("/%+4", nil), ("/%%41", nil),
        ] as [(String, String?)])
    func escapes(path: String, normal: String?) {
        #expect(withNormalEscapes(path) == normal)
        #expect(!buffer(path).withSpan { PathNormalization.hasNormalEscapes($0) } || path == normal)
    }

    @Test(arguments: [
        ("/", "/"), ("/a", "/a"), ("/a/", "/a/"), ("/a//b/../c", "/a/c"), ("/../a", "/a"), ("/..%2fa", "/..%2fa"),
        ("/./", "/"), ("/.", "/"), ("/a/..", "/"), ("/a/.", "/a"), ("//", "/"), ("/a/b/../", "/a/"), ("/a/b/..", "/a"),
        ("/..", "/"), ("/../..", "/"), ("/a/../../b", "/b"), ("/a//", "/a/"), ("//a", "/a"), ("/a///../b", "/b"),
        ("/...", "/..."), ("/.a", "/.a"), ("/..a/b", "/..a/b"), ("/a/...", "/a/..."), ("/a/b/./", "/a/b/"),
        ("/a;..;/", "/a;..;/"), ("//..//", "/"), ("/a/..//b", "/b"), ("", ""), ("*", "*"), ("../a", "../a"),
    ])
    func dotSegments(path: String, clean: String) {
        #expect(withoutDotSegments(path) == clean)
        #expect(withoutDotSegments(clean) == clean)
        #expect(buffer(path).withSpan { PathNormalization.hasNoDotSegments($0) } == (path == clean))
    }

    /// Every path of up to seven of these pieces, against splitting and joining.
    @Test func agreesWithSplitting() {
        func tryAll(_ path: String, _ depth: Int) {
            if !path.isEmpty { #expect(withoutDotSegments("/" + path) == joined("/" + path)) }
            guard depth > 0 else { return }
            for piece in ["/", ".", "a"] { tryAll(path + piece, depth - 1) }
        }
        tryAll("", 7)
    }

    private func joined(_ path: String) -> String {
        var names: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = names.popLast() } else { names.append(segment) }
        }
        let text = "/" + names.joined(separator: "/")
        return path.hasSuffix("/") && text != "/" ? text + "/" : text
    }
}
