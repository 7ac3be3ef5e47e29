import HTTP
import LinuxIO
import Testing

@testable import Routing

/// What each matcher makes of requests, as Traefik 3.7 decided when it was asked.
@Suite struct MatcherTests {
    /// A request as the route step hands it over.
    private func holds(_ rule: String, _ line: String, _ fields: [String] = [], host: String = "x") throws -> Bool {
        let lines = fields.map { $0 + "\r\n" }.joined()
        let head = parsed("\(line) HTTP/1.1\r\nHost: \(host)\r\n\(lines)\r\n")
        let request = RouteRequest(head)
        let isValid = try head.withSpan(#require(head.authority)) { request.setHost(authority: $0) }
        #expect(isValid)
        head.withSpan(head.path) { request.setPath(escaped: $0) }
        request.peer = SocketAddress(ip: "127.0.0.1", port: 1)
        let table = RouteTable([Route(name: "r", rule: try Rule(parsing: rule), priority: 0, target: 0)])
        #expect(table.asksForPeer == rule.contains("ClientIP"))
        #expect(table.asksForForwarded == rule.contains("X-Forwarded-"))
        return table.match(request) != nil
    }

    @Test(arguments: [
        ("Host(`a:80`)", "a:80", false), ("Host(`a:80`)", "a", false), ("Host(`*a.com`)", "xa.com", false),
        ("Host(`a.*`)", "a.b", false), ("Host(`*.a.com`)", "x.a.com", true), ("Host(`*.a.com`)", "x.y.a.com", false),
        ("Host(`*.a.com`)", "a.com", false), ("Host(`*.a.com`)", "X.A.com.:80", true), ("Host(`*`)", "a", true),
        ("Host(`*.*.b`)", "x.y.b", false), ("Host(`a.com.`)", "a.com", true), ("Host(`a.com`)", "a.com.:80", true),
        ("Host(`::1`)", "[::1]:80", true), ("Host(`a_b`)", "A_B:80", true), ("Host(` a.com `)", "a.com", false),
        ("HostRegexp(`^a\\.com$`)", "A.com", true), ("HostRegexp(`^a\\.com$`)", "a.com:80", true),
        ("HostRegexp(`^a\\.com$`)", "xa.com", false), ("HostRegexp(`^A\\.com$`)", "A.com", false),
        ("HostRegexp(`(?i)^A\\.COM$`)", "A.com", true), ("HostRegexp(`a`)", "xay", true),
        ("HostRegexp(`a`)", "b", false), ("HostRegexp(`^::1$`)", "[::1]:80", true),
        ("HostRegexp(`^.+\\.a\\.com$`)", "x.y.a.com", true), ("HostRegexp(`^.+\\.a\\.com$`)", ".a.com", false),
        ("HostRegexp(`^.+$`)", "a", true), ("HostRegexp(`{sub:[a-z]+}.a.com`)", "x.a.com", false),
    ])
    func hosts(rule: String, host: String, isWanted: Bool) throws {
        #expect(try holds(rule, "GET /", host: host) == isWanted)
    }

    @Test(arguments: [
        ("Path(`/a b`)", "/a%20b", true), ("Path(`/a b`)", "/a+b", false), ("Path(`/%41`)", "/A", false),
        ("Path(`/%41`)", "/%2541", false), ("Path(`/a/b`)", "/a/b", true), ("Path(`/a/b`)", "/a/b/", false),
        ("Path(`/a/b`)", "/A/b", false), ("Path(`/a/b`)", "/a%2fb", false), ("Path(`/a/b`)", "/a/b?x", true),
        ("Path(`/a/b`)", "http://x/a/b", true), ("Path(`/a%2Fb`)", "/a%2Fb", true), ("Path(`/ä`)", "/%c3%a4", true),
        ("PathRegexp(`^/.$`)", "/a", true), ("PathRegexp(`^/.$`)", "/%ff", true), ("PathRegexp(`^/.$`)", "/%0a", false),
        ("PathRegexp(`^/.$`)", "/ab", false), ("PathRegexp(`^/.$`)", "/%c3%a4", true),
        ("PathRegexp(`(?i)/API`)", "/x/Api/y", true), ("PathPrefix(`/api`)", "/api", true),
        ("PathPrefix(`/api`)", "/apiary", true), ("PathPrefix(`/api`)", "/ap", false),
        ("PathPrefix(`/api`)", "/API", false), ("PathPrefix(`/api`)", "/%61pi", true),
        ("PathPrefix(`/a/`)", "/a", false), ("PathPrefix(`/a/`)", "/a/", true),
    ])
    func paths(rule: String, target: String, isWanted: Bool) throws {
        #expect(try holds(rule, "GET \(target)") == isWanted)
    }

    @Test(arguments: [
        ("Method(`get`)", "GET", true), ("Method(`get`)", "get", false), ("Method(`get`)", "POST", false),
        ("Method(`pOsT`)", "POST", true), ("Method(`pOsT`)", "pOsT", false), ("Method(`PURGE`)", "PURGE", true),
    ])
    func methods(rule: String, method: String, isWanted: Bool) throws {
        #expect(try holds(rule, "\(method) /") == isWanted)
    }

    @Test(arguments: [
        ("Header(`x-a`, `b`)", ["X-A: b"], true), ("Header(`x-a`, `b`)", ["x-a:  b "], true),
        ("Header(`x-a`, `b`)", ["x-a: B"], false), ("Header(`x-a`, `b`)", ["x-a: c", "X-A: b"], true),
        ("Header(`x-a`, `b`)", ["x-a: b,c"], false), ("Header(`Host`, `x`)", [], false),
        ("HeaderRegexp(`Host`, `.*`)", [], false), ("Header(`a b`, `c`)", [], false),
        ("HeaderRegexp(`x-a`, `^b`)", ["X-A: c", "x-a: bb"], true), ("HeaderRegexp(`x-a`, `^b`)", [], false),
        ("HeaderRegexp(`x-a`, `.*`)", ["X-A:"], true), ("HeaderRegexp(`x-a`, `.*`)", [], false),
        ("HeaderRegexp(`x-a`, `^.$`)", ["X-A: ä"], true),
        ("Header(`Content-Length`, `0`)", ["Content-Length: 0"], true),
        ("Header(`Transfer-Encoding`, `chunked`)", ["Transfer-Encoding: chunked"], false),
        ("Header(`Connection`, `close`)", ["Connection: close"], false),
        ("Header(`Connection`, `Upgrade`)", ["Connection: Upgrade", "Upgrade: websocket"], true),
        ("Header(`Upgrade`, `websocket`)", ["Connection: Upgrade", "Upgrade: websocket"], true),
        ("Header(`X-A`, `b`)", ["Connection: X-A", "X-A: b"], false),
        ("Header(`TE`, `trailers`)", ["TE: trailers"], true),
        ("Header(`Cookie`, `a=b`)", ["Cookie: a=b"], true),
        ("Header(`Expect`, `100-continue`)", ["Expect: 100-continue"], true),
    ])
    func fields(rule: String, fields: [String], isWanted: Bool) throws {
        #expect(try holds(rule, "GET /", fields) == isWanted)
    }

    @Test(arguments: [
        ("Query(`k`)", "?k", true), ("Query(`k`)", "?k=", true), ("Query(`k`)", "?k=v", false),
        ("Query(`k`)", "", false),
        ("Query(`k`)", "?k=v&k", true), ("Query(`k`)", "?a&k", true), ("Query(`k`)", "?K", false),
        ("Query(`k`, `v`)", "?k=v", true), ("Query(`k`, `v`)", "?k=w&k=v", true), ("Query(`k`, `v`)", "?k=%76", true),
        ("Query(`k`, `v`)", "?%6b=v", true), ("Query(`k`, `v`)", "?k=v;a", true), ("Query(`k`, `v`)", "?a;k=v", true),
        ("Query(`k`, `v`)", "?a=1;b&k=v", true), ("Query(`k`, `v`)", "?k=v%", false),
        ("Query(`k`, `v`)", "?k=%zz&k=v", true), ("Query(`k`, `v`)", "?&&k=v&", true),
        ("Query(`k`, `v`)", "?k=v=w", false), ("Query(`k`, `v=w`)", "?k=v=w", true),
        ("Query(`k`, `v=w`)", "?k=v%3dw", true),
        ("Query(`k`, `a b`)", "?k=a+b", true), ("Query(`k`, `a b`)", "?k=a%20b", true),
        ("Query(`k`, `a b`)", "?k=a%2bb", false), ("Query(`k=v`)", "?k=v", false), ("Query(`k=v`)", "?k%3dv", true),
        ("Query(`k`, `;`)", "?k=%3b", true), ("Query(`k`, `;`)", "?k=;", false), ("Query(`k`, `v`)", "?", false),
        ("QueryRegexp(`k`, `^v+$`)", "?k=vv", true), ("QueryRegexp(`k`, `^v+$`)", "?k=w&k=v", true),
        ("QueryRegexp(`k`, `^v+$`)", "?k", false), ("QueryRegexp(`k`, `^$`)", "?k", true),
        ("QueryRegexp(`k`, `^$`)", "", false), ("QueryRegexp(`k`)", "?k=", true), ("QueryRegexp(`k`)", "?k=v", false),
        ("QueryRegexp(`k`, `^.$`)", "?k=%ff", true), ("QueryRegexp(`k`, `^.$`)", "?k=%c3%a4", true),
        ("QueryRegexp(`k`, `^.$`)", "?k=%0a", false), ("QueryRegexp(`k`, `.`)", "?k=a%", false),
    ])
    func queries(rule: String, query: String, isWanted: Bool) throws {
        #expect(try holds(rule, "GET /\(query)") == isWanted)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.0.0.0/8", true), ("127.1.2.3/8", true), ("::ffff:127.0.0.1", true),
        ("::ffff:127.0.0.0/104", true), ("::/0", false), ("0.0.0.0/0", true), ("10.0.0.0/8", false),
        ("::ffff:0:0/96", true), ("127.0.0.2", false),
    ])
    func addresses(network: String, isWanted: Bool) throws {
        let forged = ["X-Forwarded-For: 10.0.0.1"]
        #expect(try holds("ClientIP(`\(network)`)", "GET /", forged) == isWanted)
    }

    /// Without a head and a peer, rules that ask for them do not hold.
    @Test func whatIsNotKnownDoesNotMatch() throws {
        for rule in ["Method(`GET`)", "Header(`a`, `b`)", "Query(`a`)", "ClientIP(`0.0.0.0/0`)"] {
            let table = RouteTable([Route(name: "r", rule: try Rule(parsing: rule), priority: 0, target: 0)])
            #expect(table.match(RouteRequest()) == nil)
        }
    }

    @Test(
        arguments: [
            ("^.+\\.example\\.com$", ".example.com"), ("^a\\-b$", "a-b"), ("[a-z]$", nil), ("^(a|b)\\.c$", nil),
            ("(?i)a\\.c$", nil), ("a", nil), ("$", nil), ("a\\$", nil), ("\\x41$", nil), ("\\101$", nil), ("\\d$", nil),
            ("\\pl$", nil), ("x+y$", "y"), ("a{2}b$", "b"), ("A\\.c$", ".c"), ("\\\\.c$", "c"), ("\\Qa.b$", nil),
            ("^{sub:[a-z]+}.a.com$", "com"),
        ] as [(String, String?)])
    func literalEnds(pattern: String, suffix: String?) {
        #expect(literalSuffix(of: pattern).map { String(decoding: $0, as: UTF8.self) } == suffix)
    }
}
