import LinuxIO
import Testing

@testable import RegularExpressions

func buffer(of bytes: [UInt8]) -> ByteBuffer {
    let buffer = ByteBuffer(capacity: 16)
    buffer.append(bytes)
    return buffer
}

@Suite struct RegularExpressionTests {
    private func matches(_ pattern: String, _ text: [UInt8]) throws -> Bool {
        let expression = try RegularExpression(pattern)
        return buffer(of: text).withSpan { expression.matches($0) }
    }

    /// Pattern, text, and whether Go finds it there.
    @Test(
        arguments: [
            ("b", "abc", true), ("^b", "abc", false), ("c$", "abc", true), ("^abc$", "abc\n", false),
            ("(?m)^b$", "a\nb\nc", true), ("a.c", "a\nc", false), ("(?s)a.c", "a\nc", true), ("(?i)ABC", "abc", true),
            ("^\\pL+$", "Käse", true), ("^.$", "é", true), ("", "", true), ("x", "", false), ("^$", "", true),
            ("^(?P<x>a)(?<y>b)$", "ab", true), ("[(?<a>]", "<", true), ("^[](?<a>]+$", "]<", true),
            ("^[^](?<a>]$", "b", true), ("^[[:alpha:](?<]+$", "a(", true), ("\\Q(?<a>\\E", "(?<a>", true),
            ("\\(?<a>", "<a>", true), ("\\\\C", "\\C", true), ("[C]", "C", true), ("\\QC\\C\\E", "C\\C", true),
            ("^a{1000}$", "a", false), ("^(?P<x>a)(?P<x>b)$", "ab", true),
        ] as [(String, String, Bool)])
    func texts(pattern: String, text: String, isFound: Bool) throws {
        #expect(try matches(pattern, Array(text.utf8)) == isFound)
    }

    @Test(arguments: [
        ("(", "missing )"), ("a(?=b)", "(?="), ("(?<=a)b", "(?<"), ("(?<!a)b", "(?<"), ("(a)\\1", "\\1"),
        ("a{1001}", "repetition"), ("[b-a]", "b-a"), ("a\\C", "\\C"), ("\\", "trailing \\"),
        ("(?<>a)", "(?P<>"),
    ])
    func errors(pattern: String, reason: String) {
        let error = #expect(throws: RegularExpressionError.self) { try RegularExpression(pattern) }
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    }

    /// Each byte that is no UTF-8 is one character, as in Go.
    @Test(
        arguments: [
            ([0x61, 0xff, 0x62], "^a.b$", true), ([0x61, 0xe2, 0x82, 0x62], "^a..b$", true),
            ([0xc0, 0x80], "^..$", true),
            ([0xed, 0xa0, 0x80], "^...$", true), ([0xf4, 0x90, 0x80, 0x80], "^....$", true),
            ([0xf0, 0x9f], "^..$", true),
            ([0xff], "^\u{fffd}$", true), ([0xff], "^[a-z]$", false), ([0xf0, 0x9f, 0x98, 0x80], "^.$", true),
            ([0xe0, 0x80, 0x80], "^...$", true), ([0xe0, 0xa4, 0x85], "^.$", true), ([0x80], "^.$", true),
        ] as [([UInt8], String, Bool)])
    func bytes(text: [UInt8], pattern: String, isFound: Bool) throws {
        #expect(try matches(pattern, text) == isFound)
    }

    @Test func firstMatchTellsWhere() throws {
        let text = buffer(of: Array("abcbc".utf8))
        for (pattern, range) in [("b.", 1..<3), ("$", 5..<5), ("", 0..<0), ("x", nil)] as [(String, Range<Int>?)] {
            let expression = try RegularExpression(pattern)
            #expect(text.withSpan { expression.firstMatch(in: $0) } == range)
        }
    }

    @Test func groupsHaveNumbersAndNames() throws {
        let expression = try RegularExpression("(a)(?P<second>b)(?:c)(?<fourth>d)")
        #expect(expression.groupCount == 3)
        #expect(expression.group(named: "second") == 2)
        #expect(expression.group(named: "fourth") == 3)
        #expect(expression.group(named: "third") == nil)
        #expect(expression.group(named: "") == nil)
        #expect(try expression == RegularExpression(expression.pattern))
        #expect(try expression != RegularExpression("a"))
    }

    /// The classic that takes exponential time elsewhere, and a pattern too large for the usual memory.
    @Test func timeAndMemoryAreBounded() throws {
        #expect(try matches("^(a+)+$", Array(repeating: UInt8(ascii: "a"), count: 100_000) + [33]) == false)
        #expect(try matches("^(a?){30}a{30}$", Array(repeating: UInt8(ascii: "a"), count: 30)))
        #expect(try matches("^\\pL{1,100}$", Array("abc".utf8)))
        #expect(throws: RegularExpressionError.self) { try RegularExpression("((\\pL{1,100}){1,100}){1,10}") }
    }
}
