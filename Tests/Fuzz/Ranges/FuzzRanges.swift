internal import FuzzDriver
internal import HTTP
internal import LinuxIO

/// `Range` and `Content-Range` against models. Input: a length in eight bytes, then the field's value.
@main enum FuzzRanges {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let length = input.number()
        let field = ByteBuffer(capacity: 64)
        field.append(Array(input.rest))
        let set = field.withSpan { RangeSet($0) }
        let model = modelRanges(Array(input.rest))
        FuzzDriver.check(set.map { [$0.first] + $0.others } == model, "\(field.string): \(String(describing: set))")
        if let set {
            checkResolution(set, length)
            checkResolution(set, length % 4096)
        }
        if let range = field.withSpan({ ContentRange($0) }) { checkContentRange(range, length) }
    }

    private static func checkResolution(_ set: RangeSet, _ length: UInt64) {
        let resolution = set.resolve(length: length)
        let model = modelResolution([set.first] + set.others, length)
        FuzzDriver.check(resolution == model, "\(set) of \(length): \(resolution), not \(model)")
        for range in resolution.parts {
            FuzzDriver.check(!range.isEmpty && range.upperBound <= length, "\(range) of \(length)")
        }
    }

    private static func checkContentRange(_ range: ContentRange, _ start: UInt64) {
        let buffer = ByteBuffer(capacity: 64)
        range.append(to: buffer)
        let again = buffer.withSpan { ContentRange($0) }
        FuzzDriver.check(again == range, "\(range) became \(String(describing: again))")
        guard case .part(let part, let total) = range else { return }
        FuzzDriver.check(!part.isEmpty && part.upperBound <= total ?? .max, "\(range) is outside")
        let whole = range.fit(asked: part, knownTotal: total, bodyLength: part.length)
        FuzzDriver.check(whole == .exact, "\(range) does not fit itself")
        let low = min(start, .max - 1)
        let fit = range.fit(asked: low..<low + 1, knownTotal: nil, bodyLength: nil)
        FuzzDriver.check((fit == .elsewhere) == !part.contains(low), "\(range) for \(low): \(fit)")
    }
}

extension RangeSet.Resolution {
    fileprivate var parts: [Range<UInt64>] {
        switch self {
        case .whole, .unsatisfiable: []
        case .single(let range): [range]
        case .multiple(let ranges): ranges
        }
    }
}
