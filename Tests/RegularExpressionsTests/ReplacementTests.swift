import LinuxIO
import Testing

@testable import RegularExpressions

@Suite struct ReplacementTests {
    private func replaced(_ pattern: String, _ text: String, _ replacement: String) throws -> String? {
        let expression = try RegularExpression(pattern)
        let result = ByteBuffer(capacity: 4)
        result.append("<")
        let isFound = buffer(of: Array(text.utf8)).withSpan {
            expression.replaceAll(in: $0, with: Replacement(replacement, for: expression), into: result)
        }
        #expect(isFound || result.string == "<" + text)
        return isFound ? String(result.string.dropFirst()) : nil
    }

    /// Pattern, text, replacement, and what Go's `ReplaceAllString` makes of them.
    @Test(
        arguments: [
            ("b", "abcb", "x", "axcx"), ("b", "ac", "x", nil), ("^", "ac", "x", "xac"), ("$", "ac", "x", "acx"),
            ("", "abc", "-", "-a-b-c-"), ("x*", "axb", "-", "-a-b-"), ("b*", "abb", "-", "-a-"), ("", "", "x", "x"),
            ("", "é", "-", "-é-"), ("(a)(b)", "ab", "$2$1", "ba"), ("(a)(b)", "ab", "${2}1", "b1"),
            ("(a)(b)", "ab", "$1x", ""), ("(a)(b)", "ab", "$1-x", "a-x"), ("(?P<n>a)", "a", "${n}$n", "aa"),
            ("(?P<n>a)", "a", "$nn", ""), ("(a)", "a", "$$1", "$1"), ("(a)", "a", "$", "$"), ("(a)", "a", "$-", "$-"),
            ("(a)", "a", "${1", "${1"), ("(a)", "a", "${}", "${}"), ("(a)", "a", "${1-}", "${1-}"),
            ("(a)", "a", "$0$9", "a"), ("(a)", "a", "$01", ""), ("(a)|(b)", "ab", "[$1$2]", "[a][b]"),
            ("(a)", "a", "$1\u{301}", "a\u{301}"), ("(a)", "a", "é$1é", "é"), ("(a)", "a", "é${1}é", "éaé"),
            ("a", "aa", "", ""),
            ("^https?://(?P<h>[^/]+)/(.*)$", "http://a.com/x?y", "https://www.${h}/$2", "https://www.a.com/x?y"),
        ] as [(String, String, String, String?)])
    func texts(pattern: String, text: String, replacement: String, result: String?) throws {
        #expect(try replaced(pattern, text, replacement) == result)
    }

    @Test func manyGroupsAreFine() throws {
        let letters = (0..<40).map { String(UnicodeScalar(UInt8(65 + $0))) }
        let pattern = letters.map { "(\($0 == "[" || $0 == "\\" || $0 == "]" || $0 == "^" ? "\\\($0)" : $0))" }.joined()
        #expect(try replaced(pattern, letters.joined(), "$40$1") == letters[39] + letters[0])
    }
}
