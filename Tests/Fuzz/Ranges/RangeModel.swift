internal import HTTP

/// The ranges of a field's value by cutting it at its signs; nil when it is to be ignored.
func modelRanges(_ value: [UInt8]) -> [ByteRange]? {
    let value = trimmed(value[...])
    guard String(decoding: value.prefix(6), as: UTF8.self).lowercased() == "bytes=", value.count > 6 else { return nil }
    var members = value.dropFirst(6).split(separator: 44, omittingEmptySubsequences: false).map(trimmed)
    if members.last?.isEmpty == true { members.removeLast() }
    guard members.count <= RangeSet.maximumCount else { return nil }
    var ranges: [ByteRange] = []
    for member in members where !member.isEmpty {
        guard let range = modelRange(member) else { return nil }
        ranges.append(range)
    }
    return ranges.isEmpty ? nil : ranges
}

private func modelRange(_ member: ArraySlice<UInt8>) -> ByteRange? {
    let sides = member.split(separator: 45, omittingEmptySubsequences: false)
    guard sides.count == 2, member.allSatisfy({ $0 == 45 || $0 >= 48 && $0 <= 57 }) else { return nil }
    switch (number(sides[0]), number(sides[1])) {
    case (nil, nil): return nil
    case (nil, let count?): return .suffix(count)
    case (let first?, nil): return .open(from: first)
    case (let first?, let last?): return first <= last ? .closed(first, last) : nil
    }
}

private func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    digits.isEmpty ? nil : UInt64(String(decoding: digits, as: UTF8.self)) ?? .max
}

private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let front = bytes.drop { $0 == 32 || $0 == 9 }
    return front.dropLast(front.reversed().prefix { $0 == 32 || $0 == 9 }.count)
}

/// Joins any two ranges that overlap or nearly touch until there are none.
func modelResolution(_ set: [ByteRange], _ length: UInt64) -> RangeSet.Resolution {
    guard length > 0 else { return .whole }
    var parts: [Range<UInt64>] = []
    for range in set {
        guard let new = modelPlace(range, length) else { continue }
        parts.append(new)
        joinAll(&parts)
    }
    switch parts.count {
    case 0: return .unsatisfiable
    case 1: return .single(parts[0])
    default: return parts.count > RangeSet.maximumParts ? .whole : .multiple(parts)
    }
}

private func joinAll(_ parts: inout [Range<UInt64>]) {
    var left = 0
    while left < parts.count {
        let near = parts.indices.first { $0 > left && isNear(parts[left], parts[$0]) }
        guard let near else {
            left += 1
            continue
        }
        let other = parts.remove(at: near)
        let part = parts[left]
        parts[left] = min(part.lowerBound, other.lowerBound)..<max(part.upperBound, other.upperBound)
        left = 0
    }
}

private func isNear(_ one: Range<UInt64>, _ two: Range<UInt64>) -> Bool {
    let (low, high) = one.lowerBound <= two.lowerBound ? (one, two) : (two, one)
    return high.lowerBound <= low.upperBound || high.lowerBound - low.upperBound < RangeSet.smallestGap
}

private func modelPlace(_ range: ByteRange, _ length: UInt64) -> Range<UInt64>? {
    switch range {
    case .closed(let first, let last) where first < length: first..<min(last, length - 1) + 1
    case .open(let first) where first < length: first..<length
    case .suffix(let count) where count > 0: (count > length ? 0 : length - count)..<length
    default: nil
    }
}
