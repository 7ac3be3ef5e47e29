extension Section {
    /// A list of statuses (`404`) and ranges (`500-599`).
    func statuses(_ name: String) -> StatusRanges {
        var ranges: [ClosedRange<Int>] = []
        for text in list(name) {
            if let range = StatusRanges.parse(text) {
                ranges.append(range)
            } else {
                complain(name, take(name), "\"\(text)\" is neither a status like 404 nor a range like 500-599")
            }
        }
        return StatusRanges(ranges)
    }
}

extension StatusRanges {
    /// `404` or `500-599`; nil for anything else.
    static func parse(_ text: String) -> ClosedRange<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { status($0.trimmed) }
        switch parts.count {
        case 1: return parts[0].map { $0...$0 }
        case 2:
            guard let first = parts[0], let last = parts[1], first <= last else { return nil }
            return first...last
        default: return nil
        }
    }

    private static func status(_ text: Substring) -> Int? {
        guard text.utf8.count == 3, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return Int(text).flatMap { $0 >= 100 ? $0 : nil }
    }
}
