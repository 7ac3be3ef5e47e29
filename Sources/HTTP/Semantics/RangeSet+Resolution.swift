extension RangeSet {
    /// What to send of a representation whose length is known.
    package enum Resolution: Equatable, Sendable {
        /// All of it, as 200: the field is ignored.
        case whole
        /// Nothing: 416 with `Content-Range: bytes */length`.
        case unsatisfiable
        /// One part, as a plain 206.
        case single(Range<UInt64>)
        /// Two parts or more, as `multipart/byteranges`: not empty, apart by `smallestGap` or more, and in the order in
        /// which the client first asked for something of each.
        case multiple([Range<UInt64>])
    }

    /// Bytes between two ranges below which they are sent as one part: about what a part's head costs
    /// (RFC 9110 §15.3.7.2).
    package static let smallestGap: UInt64 = 80
    /// Parts of one answer. Each may need its own request to the origin for at least a chunk, so a short request must
    /// not ask for hundreds; with more parts than this the field is ignored.
    package static let maximumParts = 64

    /// Places the ranges in a representation of `length` bytes.
    ///
    /// Parts never overlap, so their sum is at most `length`. Every field is ignored for an empty representation: a 200
    /// without content says more than a 416.
    package func resolve(length: UInt64) -> Resolution {
        guard length > 0 else { return .whole }
        guard !others.isEmpty else {
            return first.resolved(in: length).map { .single($0) } ?? .unsatisfiable
        }
        let parts = RangeSet.coalesced(([first] + others).compactMap { $0.resolved(in: length) })
        return switch parts.count {
        case 0: .unsatisfiable
        case 1: .single(parts[0])
        case ...RangeSet.maximumParts: .multiple(parts)
        default: .whole
        }
    }

    /// `ranges` with those that overlap or nearly touch made one, each at the place of its earliest member.
    private static func coalesced(_ ranges: [Range<UInt64>]) -> [Range<UInt64>] {
        var groups: [(range: Range<UInt64>, place: Int)] = []
        for (place, range) in ranges.enumerated().sorted(by: { $0.element.lowerBound < $1.element.lowerBound }) {
            guard let last = groups.last, !isApart(last.range, range) else {
                groups.append((range, place))
                continue
            }
            let end = max(last.range.upperBound, range.upperBound)
            groups[groups.count - 1] = (last.range.lowerBound..<end, min(last.place, place))
        }
        return groups.sorted { $0.place < $1.place }.map(\.range)
    }

    /// Whether `right`, which does not begin before `left`, leaves a gap worth a part of its own.
    private static func isApart(_ left: Range<UInt64>, _ right: Range<UInt64>) -> Bool {
        right.lowerBound >= left.upperBound && right.lowerBound - left.upperBound >= smallestGap
    }
}
