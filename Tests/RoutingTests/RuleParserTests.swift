import Testing

@testable import Routing

@Suite struct RuleParserTests {
    /// What is written, and the same rule in its plainest spelling.
    @Test(arguments: [
        ("Host(`a.com`)", "Host(`a.com`)"),
        ("Host(`A.Com.`)", "Host(`a.com`)"),
        ("host(`a`) || HOST(`b`) || Pathprefix(`/x`)", "Host(`a`) || Host(`b`) || PathPrefix(`/x`)"),
        ("pathprefix(`/`) && PATHPREFIX(`/a`)", "PathPrefix(`/`) && PathPrefix(`/a`)"),
        ("Host(`a`) || Host(`b`) && Path(`/`)", "Host(`a`) || Host(`b`) && Path(`/`)"),
        ("(Host(`a`) || Host(`b`)) && Path(`/`)", "(Host(`a`) || Host(`b`)) && Path(`/`)"),
        ("((Host(`a`)))", "Host(`a`)"),
        ("!!Host(`a`)", "!!Host(`a`)"),
        ("!(Host(`a`) && Path(`/`))", "!(Host(`a`) && Path(`/`))"),
        ("! Host (\t`a` ,\r ) ", "Host(`a`)"),
        ("Host(\n`a`,\n) &&\n Path(`/`)\n", "Host(`a`) && Path(`/`)"),
        (#"Path("/\u0062\x41\101\n\"\\")"#, #"Path("/bAA\x0a\"\\")"#),
        (#"Path("/\U0001F600")"#, #"Path("/\xf0\x9f\x98\x80")"#),
        ("Path(`/ä`)", #"Path("/\xc3\xa4")"#),
        ("Host(`*`)", "Host(`*`)"), ("Host(`*.A.com`)", "Host(`*.a.com`)"), ("Host(`[::1]`)", "Host(`::1`)"),
        ("Host(`A..`)", "Host(`a..`)"), ("Host(`*.a..`)", "Host(`*.a..`)"), ("Host(`::1..`)", "Host(`::1..`)"),
        ("Host(`::FFFF:1.2.3.4`)", "Host(`::ffff:1.2.3.4`)"),
        ("Host(`a:80`)", "Host(`a:80`)"), ("Host(`a.*.b`)", "Host(`a.*.b`)"), ("Host(`*.`)", "Host(`*.`)"),
        ("Host(`.`)", "Host(`.`)"), ("Host(`*.*.b`)", "Host(`*.*.b`)"), ("Host(` a`)", "Host(` a`)"),
        ("Method(`get`)", "Method(`GET`)"), ("METHOD(`x-y`)", "Method(`X-Y`)"),
        ("Header(`X-A`, `B`)", "Header(`x-a`, `B`)"), ("header(`a`,`b`,)", "Header(`a`, `b`)"),
        ("Headerregexp(`A`, `^B`)", "HeaderRegexp(`a`, `^B`)"), ("Query(`K`)", "Query(`K`)"),
        ("QUERY(`k`, `V`)", "Query(`k`, `V`)"), ("queryregexp(`k`)", "Query(`k`)"),
        ("Queryregexp(`k`, `(?i)v`)", "QueryRegexp(`k`, `(?i)v`)"),
        ("HOSTREGEXP(`^(?<sub>.+)\\.a$`)", "HostRegexp(`^(?<sub>.+)\\.a$`)"),
        ("pathregexp(`^/\\pL`)", "PathRegexp(`^/\\pL`)"),
        ("ClientIP(`10.1.2.3/8`)", "ClientIP(`10.0.0.0/8`)"), ("CLIENTIP(`10.1.2.3`)", "ClientIP(`10.1.2.3/32`)"),
        ("clientip(`10.0.0.0/08`)", "ClientIP(`10.0.0.0/8`)"), ("Clientip(`::1`)", "ClientIP(`0:0:0:0:0:0:0:1/128`)"),
        ("ClientIP(`::ffff:10.0.0.0/104`)", "ClientIP(`10.0.0.0/8`)"),
        ("Host(`a`) // one\n", "Host(`a`)"), ("/* x */ Host(`a` /* y */) /**/ && Path(`/`)", "Host(`a`) && Path(`/`)"),
        ("Host(`a`) && // one\n /* two\n */ Path(`/`) // three", "Host(`a`) && Path(`/`)"),
    ])
    func rules(text: String, plain: String) throws {
        let text = text.hasPrefix("! ") ? String(text.dropFirst(2)) : text
        let rule = try Rule(parsing: text)
        #expect(rule.description == plain)
        #expect(try Rule(parsing: plain) == rule)
    }

    /// What is written, where the error is, and what it says.
    @Test(arguments: [
        ("", 0, "the rule is empty"), (" \n", 0, "the rule is empty"),
        ("Host(`a`", 8, "expected , or )"), ("Host(`a", 5, "not closed"), ("Host(\"a", 5, "not closed"),
        ("Host(\"a\n\")", 5, "not closed"), ("Host('a')", 5, "backticks or double quotes"),
        ("Host(a)", 5, "takes strings"), ("Host(,)", 5, "takes strings"), ("Host()", 0, "takes one argument, not 0"),
        ("Host(`a`, `b`)", 0, "join several matchers by ||"), ("Host(``)", 0, "an argument of Host is empty"),
        ("Host(`bücher.de`)", 0, "in ASCII"),
        ("Path(`a`)", 0, "starts with /"), ("PathPrefix(``)", 0, "is empty"),
        ("pathPrefix(`/`)", 0, "unknown matcher pathPrefix"), ("hoST(`a`)", 0, "unknown matcher"),
        ("Method(`GET`, `PUT`)", 0, "join several"), ("Method(``)", 0, "is empty"),
        ("Header(`a`)", 0, "Header takes two arguments, not 1"), ("Header(``, `b`)", 0, "is empty"),
        ("Header(`a`, ``)", 0, "is empty"), ("Header(`a`, `b`, `c`)", 0, "two arguments, not 3"),
        ("HeaderRegexp(`a`, `(`)", 0, "of HeaderRegexp is faulty: missing )"), ("headerRegexp(`a`, `b`)", 0, "unknown"),
        ("Headers(`a`, `b`)", 0, "unknown matcher Headers"), ("Query()", 0, "one or two arguments, not 0"),
        ("Query(`a`, `b`, `c`)", 0, "one or two arguments, not 3"), ("Query(`a`, ``)", 0, "is empty"),
        ("QueryRegexp(`a`, `(`)", 0, "QueryRegexp is faulty"), ("QueryRegexp(``)", 0, "is empty"),
        ("HostRegexp(`ä`)", 0, "in ASCII"), ("HostRegexp(`(`)", 0, "HostRegexp is faulty"),
        ("HostRegexp(`a`, `b`)", 0, "join several"), ("PathRegexp(`(?=a)`)", 0, "PathRegexp is faulty"),
        (#"PathRegexp("\xff")"#, 0, "is not UTF-8"), ("PathRegexp(`a{1001}`)", 0, "faulty"),
        ("PathRegexp(`\\C`)", 0, "invalid escape sequence"),
        ("Host(`a`) && ClientIP(`x`)", 13, "ClientIP takes an address or a network"),
        ("ClientIP(`1.2.3`)", 0, "ClientIP takes"), ("ClientIP(`01.2.3.4`)", 0, "ClientIP takes"),
        ("ClientIP(`1.2.3.4/33`)", 0, "ClientIP takes"), ("ClientIP(` 1.2.3.4`)", 0, "ClientIP takes"),
        ("ClientIP(`fe80::1%eth0`)", 0, "ClientIP takes"), ("ClientIP(`1.2.3.4`, `1.2.3.5`)", 0, "join several"),
        ("HostSNI(`a`)", 0, "unknown matcher HostSNI"), ("ALPN(`a`)", 0, "unknown matcher ALPN"),
        ("Host(`a`) /* c\n */ && Path(`/`)", 19, "a line cannot start with"), ("Host(`a`) /* c", 10, "not closed"),
        ("Host(`a`) / Path(`/`)", 10, "unexpected character"), ("Host(`a`);", 9, "unexpected character"),
        ("Host((`a`))", 5, "takes strings"), ("Host(1)", 5, "takes strings"), ("true", 0, "unknown matcher true"),
        ("Host(`a`) & Path(`/`)", 10, "did you mean &&"), ("Host(`a`) | Path(`/`)", 10, "did you mean ||"),
        ("Host(`a`) and Path(`/`)", 10, "write &&"), ("Host(`a`) or Path(`/`)", 10, "write ||"),
        ("Host(`a`)\n&& Path(`/`)", 10, "a line cannot start with"), ("Host(`a`\n)", 8, "expected , or )"),
        ("Host(`a`) Path(`/`)", 10, "expected &&, ||"), ("Host(`a`) &&", 12, "expected a matcher"),
        ("&& Host(`a`)", 0, "expected a matcher"), ("(Host(`a`)", 0, "the parenthesis is not closed"),
        ("Host(`a`))", 9, "expected &&, ||"), ("Host", 4, "expected ( after"), ("§", 0, "unexpected character"),
        (#"Path("/\q")"#, 7, "unknown escape"), (#"Path("/\x4")"#, 7, "needs 2 digits"),
        (#"Path("/\x+4")"#, 7, "needs 2 digits"), (#"Path("/\ud800")"#, 7, "names no character"),
        (#"Path("/\400")"#, 7, "above"), (#"Path("/\'")"#, 7, "unknown escape"), (#"Path("/\"#, 7, "not closed"),
    ])
    func errors(text: String, offset: Int, message: String) {
        let error = #expect(throws: RuleError.self) { try Rule(parsing: text) }
        #expect(error?.offset == offset)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func misspeltMatchersAreGuessed() {
        let error = #expect(throws: RuleError.self) { try Rule(parsing: "PathPrefx(`/`)") }
        #expect(error?.suggestion == "PathPrefix")
    }

    @Test func nestingIsBounded() throws {
        let deep = { (open: String, close: String) in
            String(repeating: open, count: 199) + "Host(`a`)" + String(repeating: close, count: 199)
        }
        #expect(throws: Never.self) { try Rule(parsing: deep("(", ")")) }
        #expect(throws: Never.self) { try Rule(parsing: deep("!", "")) }
        for open in ["(", "!", "!("] {
            let error = #expect(throws: RuleError.self) { try Rule(parsing: String(repeating: open, count: 100_000)) }
            #expect(error?.message == "nested too deeply")
        }
        let wide = Array(repeating: "Host(`a`)", count: 20_000).joined(separator: " || ")
        #expect(throws: Never.self) { try Rule(parsing: wide) }
    }

    @Test func printingAndParsingAgree() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<3000 {
            let rule = Rule(.random(depth: 4, using: &random))
            #expect(try Rule(parsing: rule.description) == rule)
        }
    }

    /// Whatever comes, the parser answers, and what it accepts it accepts again as it prints it.
    @Test func noTextIsFatal() throws {
        var random = SeededRandom(seed: 11)
        let pieces = [
            "Host", "Path", "PathPrefix", "(", ")", "`", "\"", "&&", "||", "!", ",", "\n", " ", "a", "/", "*", ".", ":",
            "\\", "\\x", "\\u",
            "0", "é", "[", "]", "Host(`a`)", "Path(`/b`)", "\u{0}", "Query",
        ]
        var accepted = 0
        for _ in 0..<30_000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                .joined()
            guard let rule = try? Rule(parsing: text) else { continue }
            accepted += 1
            #expect(try Rule(parsing: rule.description) == rule)
        }
        #expect(accepted > 100)
    }
}
