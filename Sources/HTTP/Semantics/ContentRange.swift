package import LinuxIO

/// A `Content-Range` field (RFC 9110 §14.4): which bytes of a representation an answer holds.
///
///     bytes 0-499/1234    a part, and the whole's length
///     bytes 0-499/*       a part of something whose length is not known
///     bytes */1234        no part: the length goes with a 416
package enum ContentRange: Equatable, Sendable {
    /// Never empty; lies below `total` where that is known.
    case part(Range<UInt64>, total: UInt64?)
    case unsatisfied(total: UInt64)

    /// The greatest length there is: file offsets are signed.
    package static let maximumLength = UInt64(Int64.max)

    /// Reads a field value strictly: a label that is off by a blank or a byte must not place bytes in a store.
    ///
    /// nil for another unit than `bytes`, white space inside, an end before its start, an end at or beyond the length,
    /// and any length above `maximumLength`.
    package init?(_ value: RawSpan) {
        var scan = FieldScan(value)
        guard let unit = scan.token(value), value.isWord("bytes", at: unit), scan.take(Octet.space, value) else {
            return nil
        }
        if scan.take(Octet.star, value) {
            guard scan.take(Octet.slash, value), let total = ContentRange.length(&scan, value), scan.isAtEnd else {
                return nil
            }
            self = .unsatisfied(total: total)
        } else {
            guard let part = ContentRange.part(&scan, value), scan.isAtEnd else { return nil }
            self = part
        }
    }

    private static func part(_ scan: inout FieldScan, _ value: RawSpan) -> ContentRange? {
        guard let first = length(&scan, value), scan.take(Octet.minus, value), let last = length(&scan, value),
            scan.take(Octet.slash, value), first <= last, last < maximumLength
        else { return nil }
        if scan.take(Octet.star, value) { return .part(first..<last + 1, total: nil) }
        guard let total = length(&scan, value), last < total else { return nil }
        return .part(first..<last + 1, total: total)
    }

    private static func length(_ scan: inout FieldScan, _ value: RawSpan) -> UInt64? {
        guard let number = scan.number(value), number <= maximumLength else { return nil }
        return number
    }

    /// Writes the field value. A part must not be empty.
    package func append(to buffer: ByteBuffer) {
        buffer.append("bytes ")
        switch self {
        case .part(let range, let total):
            precondition(!range.isEmpty, "an empty part has no Content-Range")
            buffer.append(decimal: range.lowerBound)
            buffer.append(Octet.minus)
            buffer.append(decimal: range.upperBound - 1)
            buffer.append(Octet.slash)
            if let total { buffer.append(decimal: total) } else { buffer.append(Octet.star) }
        case .unsatisfied(let total):
            buffer.append("*/")
            buffer.append(decimal: total)
        }
    }
}

extension ContentRange {
    /// How an origin's 206 compares with the question it answers.
    package enum Fit: Equatable, Sendable {
        /// The bytes that were asked for, as far as the object goes.
        case exact
        /// Other bytes, honestly labelled, the first wanted one among them: legal (RFC 9110 §15.3.7); use them as
        /// labelled and ask again for the rest.
        case other
        /// Bytes that do not hold the first wanted one.
        case elsewhere
        /// It contradicts itself or what is known of the object: nothing of it may be used.
        case contradictory
    }

    /// Judges the label of a 206.
    ///
    /// - Parameters:
    ///   - asked: the range asked for; not empty.
    ///   - knownTotal: the object's length, where an earlier answer told it.
    ///   - bodyLength: the answer's Content-Length, where it has one.
    package func fit(asked: Range<UInt64>, knownTotal: UInt64?, bodyLength: UInt64?) -> Fit {
        guard case .part(let range, let total) = self, range.upperBound <= total ?? .max,
            range.upperBound <= knownTotal ?? .max, bodyLength ?? range.length == range.length
        else { return .contradictory }
        if let total, let knownTotal, total != knownTotal { return .contradictory }
        guard range.contains(asked.lowerBound) else { return .elsewhere }
        let end = min(asked.upperBound, total ?? knownTotal ?? .max)
        return range == asked.lowerBound..<end ? .exact : .other
    }
}

extension Range<UInt64> {
    /// Bytes in the range; unlike `count` not bounded by `Int`.
    package var length: UInt64 { upperBound - lowerBound }
}
