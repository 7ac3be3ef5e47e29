/// Durations as options have them: a bare integer is seconds, else numbers with units (`100ms`, `1m30s`, `1.5h`).
package enum DurationText {
    /// The longest duration that is accepted, about 292 years: what 64 bits of nanoseconds hold.
    private static let limit = Double(Int64.max)

    /// Nil when the text is not a duration, or a negative one.
    package static func parse(_ text: String) -> Duration? {
        if let seconds = Int64(text) { return seconds >= 0 && seconds < 9_000_000_000 ? .seconds(seconds) : nil }
        var rest = text.utf8[...]
        var nanoseconds = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0 == UInt8(ascii: ".") || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) }
            let unit = rest[digits.endIndex...].prefix { $0 != UInt8(ascii: ".") && ($0 < 48 || $0 > 57) }
            guard let number = Double(String(decoding: digits, as: UTF8.self)),
                let factor = units[String(decoding: unit, as: UTF8.self)]
            else { return nil }
            nanoseconds += number * factor
            rest = rest[unit.endIndex...]
        }
        return nanoseconds < limit ? .nanoseconds(Int64(nanoseconds.rounded())) : nil
    }

    private static let units: [String: Double] = [
        "ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9,
    ]

    /// As Go prints it: `1m30s`, `1h0m0s`, `100ms`, `1.5s`, `0s`.
    package static func print(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = attoseconds / 1_000_000_000
        guard seconds > 0 else { return small(nanoseconds) }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        let last = "\(seconds % 60)\(fraction(nanoseconds, of: 1_000_000_000))s"
        if hours > 0 { return "\(hours)h\(minutes)m\(last)" }
        return minutes > 0 ? "\(minutes)m\(last)" : last
    }

    private static func small(_ nanoseconds: Int64) -> String {
        switch nanoseconds {
        case ...0: "0s"
        case ..<1000: "\(nanoseconds)ns"
        case ..<1_000_000: "\(nanoseconds / 1000)\(fraction(nanoseconds % 1000, of: 1000))µs"
        default: "\(nanoseconds / 1_000_000)\(fraction(nanoseconds % 1_000_000, of: 1_000_000))ms"
        }
    }

    /// `.5` for 500 of 1000; empty for 0.
    private static func fraction(_ part: Int64, of whole: Int64) -> String {
        guard part > 0 else { return "" }
        var digits = String(String(whole + part).dropFirst())
        while digits.last == "0" { digits.removeLast() }
        return ".\(digits)"
    }
}
