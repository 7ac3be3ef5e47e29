import LinuxIO
import Testing

@testable import Routing

@Suite struct RouteRequestTests {
    @Test(
        arguments: [
            ("a.com", "a.com"), ("A.COM:80", "a.com"), ("a.com.", "a.com"), ("a.com.:8080", "a.com"),
            ("a.com:", "a.com"),
            ("", ""), ("127.0.0.1:65535", "127.0.0.1"), ("[::1]", "::1"), ("[::1]:443", "::1"),
            ("[2001:DB8::1.2.3.4]:", "2001:db8::1.2.3.4"),
            ("my_host-1~", "my_host-1~"), ("a%41", "a%41"), (":80", ""), (".", ""),
            ("a.com:65536", nil), ("a.com:x", nil), ("a.com:123456", nil), ("a:1:2", nil), ("::1", nil), ("[::1", nil),
            ("[::1]x", nil), ("[::1]80", nil), ("[]", nil), ("[a]", nil), ("[::g]", nil), ("[::1%25eth0]", nil),
            ("u@a", nil), ("a b", nil),
            ("a/b", nil), ("a\u{0}", nil), ("ä.com", nil), ("a\\b", nil), ("a:+1", nil), ("[", nil), ("a\"", nil),
            ("<a>", nil),
        ] as [(String, String?)])
    func authorities(text: String, host: String?) {
        let request = RouteRequest()
        request.host.append("left over")
        let buffer = ByteBuffer(capacity: 16)
        buffer.append(text: text)
        let isValid = buffer.withSpan { request.setHost(authority: $0) }
        #expect(isValid == (host != nil))
        #expect(request.host.string == host ?? "")
    }

    @Test func hostsAreBounded() {
        let request = RouteRequest()
        for (length, isValid) in [(255, true), (256, false), (100_000, false)] {
            let buffer = ByteBuffer(capacity: 16)
            buffer.append(Array(repeating: UInt8(ascii: "a"), count: length))
            #expect(buffer.withSpan { request.setHost(authority: $0) } == isValid)
        }
    }

    @Test(arguments: [
        ("/foo%20bar", "/foo bar"), ("/a%2Fb", "/a%2Fb"), ("/a%2fb", "/a%2fb"), ("/%7e", "/~"), ("/%25", "/%25"),
        ("/%zz%4", "/%zz%4"), ("/%", "/%"), ("/%41%42", "/AB"), ("/%3B%3a%23", "/%3B%3a%23"), ("/%41", "/A"), ("", ""),
        ("/%C3%A4", "/ä"),
        ("/%5B%5D", "/%5B%5D"),
    ])
    func paths(escaped: String, path: String) {
        let request = RouteRequest()
        request.path.append("left over")
        let buffer = ByteBuffer(capacity: 16)
        buffer.append(text: escaped)
        buffer.withSpan { request.setPath(escaped: $0) }
        #expect(request.path.string == path)
    }
}
