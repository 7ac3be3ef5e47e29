/// Sizes as options have them: plain bytes, or with a unit of 1000 (`KB`, `MB`, ...) or 1024 (`KiB`, `MiB`, ...).
package enum ByteCountText {
    private static let units: [(name: String, factor: Int64)] = [
        ("tib", 1 << 40), ("gib", 1 << 30), ("mib", 1 << 20), ("kib", 1 << 10),
        ("tb", 1_000_000_000_000), ("gb", 1_000_000_000), ("mb", 1_000_000), ("kb", 1000), ("b", 1),
    ]

    /// Nil when the text is not a size; units in any case, a space before them allowed.
    package static func parse(_ text: String) -> Int64? {
        var number = text[...]
        var factor: Int64 = 1
        let folded = text.lowercased()
        if let unit = units.first(where: { folded.hasSuffix($0.name) }) {
            number = number.dropLast(unit.name.count)
            if number.last == " " { number = number.dropLast() }
            factor = unit.factor
        }
        guard number.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let count = Int64(number) else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }

    /// In the largest unit of 1024 that leaves a whole number: `50GiB`, `1025`.
    package static func print(_ bytes: Int64) -> String {
        for (name, unit) in [("TiB", Int64(1) << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where bytes >= unit && bytes % unit == 0 {
            return "\(bytes / unit)\(name)"
        }
        return "\(bytes)"
    }
}
