/// Entity tags (RFC 9110 §8.8.3) compared where they stand: `"v1"` is strong, `W/"v1"` weak.
package enum EntityTag {
    /// Whether a field value is one entity tag and nothing else.
    package static func isValid(_ value: RawSpan) -> Bool {
        var scan = FieldScan(value)
        return tag(&scan, value) != nil && scan.isAtEnd
    }

    /// Whether a field value is one strong entity tag.
    package static func isStrong(_ value: RawSpan) -> Bool {
        var scan = FieldScan(value)
        return tag(&scan, value)?.isWeak == false && scan.isAtEnd
    }

    /// Whether both are strong entity tags and the same: the only comparison under which parts may be combined.
    package static func strongMatch(_ left: RawSpan, _ right: RawSpan) -> Bool {
        matches(left, right, isStrong: true)
    }

    /// Whether both are entity tags and the same but for `W/`.
    package static func weakMatch(_ left: RawSpan, _ right: RawSpan) -> Bool {
        matches(left, right, isStrong: false)
    }

    /// Whether an `If-None-Match` value (weak comparison, RFC 9110 §13.1.2) names what is stored.
    ///
    /// `*` names whatever there is. Several lines of the field are joined by commas before they come here. What follows
    /// something that is no entity tag is not looked at.
    ///
    /// - Parameter stored: the stored response's ETag, nil when it has none.
    package static func isListed(_ stored: RawSpan?, inIfNoneMatch list: RawSpan) -> Bool {
        isListed(stored, in: list, isStrong: false)
    }

    /// Whether an `If-Match` value (strong comparison, RFC 9110 §13.1.1) names what is stored.
    package static func isListed(_ stored: RawSpan?, inIfMatch list: RawSpan) -> Bool {
        isListed(stored, in: list, isStrong: true)
    }

    // MARK: Comparison

    private static func matches(_ left: RawSpan, _ right: RawSpan, isStrong: Bool) -> Bool {
        var scan = FieldScan(left)
        guard let tag = tag(&scan, left), scan.isAtEnd else { return false }
        return matches(tag, left, right, isStrong: isStrong)
    }

    private static func matches(_ tag: Tag, _ bytes: RawSpan, _ stored: RawSpan, isStrong: Bool) -> Bool {
        var scan = FieldScan(stored)
        guard let other = self.tag(&scan, stored), scan.isAtEnd, !isStrong || !(tag.isWeak || other.isWeak) else {
            return false
        }
        return bytes.extracting(tag.opaque).isSame(as: stored.extracting(other.opaque))
    }

    private static func isListed(_ stored: RawSpan?, in list: RawSpan, isStrong: Bool) -> Bool {
        var scan = FieldScan(list)
        if scan.take(Octet.star, list) { return scan.isAtEnd }
        guard let stored else { return false }
        while true {
            scan.skipSeparators(list)
            guard let tag = tag(&scan, list) else { return false }
            scan.skipSpace(list)
            guard scan.isAtEnd || scan.peek(list) == Octet.comma else { return false }
            if matches(tag, list, stored, isStrong: isStrong) { return true }
        }
    }

    // MARK: Grammar

    private struct Tag {
        var isWeak: Bool
        /// What stands between the quotes.
        var opaque: Range<Int>
    }

    /// Reads one entity tag. Commas may stand in it; a backslash is an ordinary byte.
    private static func tag(_ scan: inout FieldScan, _ bytes: RawSpan) -> Tag? {
        let isWeak = scan.take(0x57, bytes)
        if isWeak, !scan.take(Octet.slash, bytes) { return nil }
        guard scan.take(Octet.quote, bytes) else { return nil }
        let first = scan.position
        while isTagByte(scan.peek(bytes)) { scan.skip(to: scan.position + 1) }
        let last = scan.position
        return scan.take(Octet.quote, bytes) ? Tag(isWeak: isWeak, opaque: first..<last) : nil
    }

    /// etagc: everything visible but the quote, and what is not ASCII.
    private static func isTagByte(_ byte: UInt8) -> Bool {
        byte > Octet.space && byte != Octet.quote && byte != 0x7F
    }
}
