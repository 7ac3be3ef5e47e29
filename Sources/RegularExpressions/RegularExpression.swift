internal import CRE2

/// A regular expression in Go's syntax, compiled by RE2: it takes time in proportion to the text, whatever the pattern,
/// and about a MiB of memory at most (patterns with large repetitions: sixteen). Any thread may match with it.
@safe package final class RegularExpression: Sendable {
    package let pattern: String
    /// How many groups the pattern captures, not counting the whole match.
    package let groupCount: Int
    nonisolated(unsafe) private let handle: OpaquePointer

    /// Compiles a pattern; throws where Go would not have it, too (look-around and back references are no part of
    /// either).
    package init(_ pattern: String) throws(RegularExpressionError) {
        var text = try GoSyntax.translated(pattern)
        var reason = [CChar](repeating: 0, count: 256)
        let compiled = text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                unsafe usher_regex_compile(characters.baseAddress, characters.count, &reason, reason.count)
            }
        }
        guard let compiled = unsafe compiled else {
            throw RegularExpressionError(
                reason: String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        self.pattern = pattern
        groupCount = unsafe Int(usher_regex_groups(compiled))
        unsafe handle = compiled
    }

    deinit { unsafe usher_regex_free(handle) }

    /// The number of a group, from 1; nil when none has that name.
    package func group(named name: String) -> Int? {
        var name = name
        let number = name.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                unsafe usher_regex_group(handle, characters.baseAddress, characters.count)
            }
        }
        return number < 0 ? nil : Int(number)
    }

    /// Whether the pattern matches somewhere in `text`. As in Go, a byte that is no UTF-8 counts as one character,
    /// U+FFFD; such texts are copied, others allocate nothing.
    package func matches(_ text: RawSpan) -> Bool {
        guard isValidUTF8(text) else {
            let repaired = repairedUTF8(text)
            return unsafe find(repaired.span.bytes, from: 0, count: 0, into: nil)
        }
        return unsafe find(text, from: 0, count: 0, into: nil)
    }

    /// The first match in `text`; nil when there is none. Allocates nothing.
    package func firstMatch(in text: RawSpan) -> Range<Int>? {
        var bounds: (Int64, Int64) = (0, 0)
        let isFound = unsafe withUnsafeMutableBytes(of: &bounds) {
            unsafe find(text, from: 0, count: 1, into: $0.assumingMemoryBound(to: Int64.self).baseAddress)
        }
        return isFound ? Int(bounds.0)..<Int(bounds.1) : nil
    }

    /// Looks from an offset on; the bounds of the match and of its groups (-1 for one that took no part) go to `bounds`,
    /// `count` pairs of them.
    func find(_ text: RawSpan, from offset: Int, count: Int, into bounds: UnsafeMutablePointer<Int64>?) -> Bool {
        unsafe text.withUnsafeBytes { bytes in
            unsafe usher_regex_find(handle, bytes.baseAddress, bytes.count, offset, bounds, Int32(count))
        }
    }
}

extension RegularExpression: Equatable {
    package static func == (left: RegularExpression, right: RegularExpression) -> Bool {
        left.pattern == right.pattern
    }
}

/// Why a pattern is none.
package struct RegularExpressionError: Error, Equatable, Sendable {
    /// In RE2's words.
    package var reason: String
}
