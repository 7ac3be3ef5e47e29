import LinuxIO
import Testing

@testable import Telemetry

@Suite struct OutsideTextTests {
    private func written(_ text: String, as form: OutsideText.Form) -> String {
        let buffer = ByteBuffer(capacity: 16)
        OutsideText.append(text, as: form, to: buffer)
        return buffer.string
    }

    @Test func ordinaryTextStaysAsItIs() {
        for form in [OutsideText.Form.quoted, .message, .json] {
            #expect(written("/film 1?a=b&c='d' Ö 映画", as: form) == "/film 1?a=b&c='d' Ö 映画")
        }
    }

    @Test func nothingEndsALineOrLeavesItsQuotes() {
        #expect(written("a\"b\\c\r\nd\te", as: .quoted) == #"a\"b\\c\r\nd\te"#)
        #expect(written("a\"b\\c\r\nd\te", as: .json) == #"a\"b\\c\r\nd\te"#)
        #expect(written("say \"no\"\n", as: .message) == #"say "no"\n"#)
        #expect(written("ann b\" [", as: .bare) == #"ann\x20b\"\x20["#)
    }

    @Test func noTerminalIsSpokenTo() {
        #expect(written("\u{1b}[2J\u{7f}\0", as: .quoted) == #"\x1b[2J\x7f\x00"#)
        #expect(written("\u{1b}[2J\u{7f}\0", as: .json) == #"\u001b[2J\u007f\u0000"#)
        #expect(written("\u{9b}2J\u{85}\u{2028}", as: .message) == #"\u009b2J\u0085\u2028"#)
    }

    @Test func whatTurnsTheWritingDirectionIsShown() {
        #expect(written("a\u{202e}b", as: .quoted) == #"a\u202eb"#)
        #expect(written("\u{e0041}", as: .quoted) == #"\U000e0041"#)
        #expect(written("\u{e0041}", as: .json) == #"\udb40\udc41"#)
    }
}
