import Testing

@testable import HTTP

@Suite struct EscapedPathTests {
    @Test(arguments: [
        ("/plain/~a-b_c.d!$&'()*+,;=:@", "/plain/~a-b_c.d!$&'()*+,;=:@"), ("/a b", "/a%20b"), ("/a?b#c", "/a%3Fb%23c"),
        ("/ü", "/%C3%BC"), ("/%2F%zz", "/%2F%zz"), ("/\u{7f}\"<>", "/%7F%22%3C%3E"), ("", ""),
    ])
    func whatAPathMayNotHoldIsEscaped(path: String, escaped: String) {
        #expect(EscapedPath.escaping(Array(path.utf8)) == Array(escaped.utf8))
    }

    @Test func aTextHasNoEscapes() {
        #expect(EscapedPath.escapingText(Array("/a%2F b/ü".utf8)) == Array("/a%252F%20b/%C3%BC".utf8))
    }

    @Test(arguments: [("/a%20b%2F", "/a b/"), ("/%", "/%"), ("/%4", "/%4"), ("/%zz%41", "/%zzA"), ("/%C3%BC", "/ü")])
    func escapesAreUndone(path: String, plain: String) {
        #expect(EscapedPath.unescaped(Array(path.utf8)) == Array(plain.utf8))
    }

    /// A prefix, a path, and how much of the path stands for it.
    @Test(
        arguments: [
            ("/api", "/api/x", 4), ("/api", "/ap%69/x", 6), ("/a b", "/a%20b/c", 6), ("/api", "/ap", nil), ("", "/", 0),
            ("/a/", "/a%2f", 5), ("/a%", "/a%2", 3),
        ] as [(String, String, Int?)])
    func aPrefixIsFoundWhateverItsSpelling(prefix: String, path: String, count: Int?) {
        #expect(EscapedPath.length(of: Array(prefix.utf8), atStartOf: Array(path.utf8)) == count)
    }

    @Test func aURLKeepsItsDelimiters() {
        #expect(
            EscapedPath.escapingURL(Array("https://[::1]:8/a b?c=d#e\n".utf8))
                == Array("https://[::1]:8/a%20b?c=d#e%0A".utf8))
    }
}
