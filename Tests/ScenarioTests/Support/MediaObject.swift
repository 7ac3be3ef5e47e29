/// A media file as an origin describes and sends it; the switches are ways to misbehave.
struct MediaObject: Sendable {
    /// Which position bytes it has.
    var object = 1
    var length = 400_000
    var etag: String? = "\"v1\""
    var lastModified: String? = "Wed, 01 Jan 2020 00:00:00 GMT"
    var cacheControl: String? = "max-age=3600"
    /// Further fields of every answer, such as `Set-Cookie` or `Vary`.
    var fields: Fields = [:]
    /// Another status than success: the answer is then short and plain.
    var status = 200

    var ignoresRange = false
    /// Sends chunked, without saying the length.
    var isChunked = false
    var lie: Lie?
    /// The connection closes behind this many bytes of a body.
    var cutAt: Int?
    /// Waits before each answer.
    var delay: Duration = .zero
    /// Waits between two pieces of 32 KiB.
    var pace: Duration = .zero
    /// Waits at a gate once this position of the object has been sent.
    var hold: (position: Int, gate: Gate)?

    /// Ways for a 206 to be wrong about itself.
    enum Lie: Sendable, CaseIterable {
        /// Label and bytes begin a chunk later than asked.
        case shifted
        /// Label and `Content-Length` say more than is sent, and the connection closes.
        case short
        /// The total depends on where the part begins, and is always too large.
        case total
        /// A 206 without a `Content-Range`.
        case unlabelled
        /// A `Content-Range` that cannot be read.
        case garbled
        /// A `Content-Length` smaller than the label.
        case length
        /// The total is not told.
        case unknownTotal
    }

    /// A new version: other bytes, and another validator.
    mutating func becomeNewVersion() {
        object += 1
        if etag != nil { etag = "\"v\(object)\"" }
        if lastModified != nil { lastModified = "Wed, 01 Jan 2020 00:00:\(object < 10 ? "0" : "")\(object) GMT" }
    }

    /// The object and all that describes it, as an honest answer has it.
    var description: Fields {
        var all: Fields = ["Content-Type": "video/mp4", "Date": httpDateNow()]
        if !ignoresRange { all.lines.append((name: "Accept-Ranges", value: "bytes")) }
        if let etag { all.lines.append((name: "ETag", value: etag)) }
        if let lastModified { all.lines.append((name: "Last-Modified", value: lastModified)) }
        if let cacheControl { all.lines.append((name: "Cache-Control", value: cacheControl)) }
        all.lines += fields.lines
        return all
    }

    /// The positions that a `Range` value asks for; nil when it is none of one range, empty when unsatisfiable.
    func positions(_ range: String) -> Range<Int>? {
        guard range.hasPrefix("bytes="), !range.contains(",") else { return nil }
        let parts = range.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        if parts[0].isEmpty { return number(parts[1]).map { max(0, length - $0)..<length } }
        guard let first = number(parts[0]) else { return nil }
        let last = min(number(parts[1]) ?? length - 1, length - 1)
        return first < length && first <= last ? first..<(last + 1) : 0..<0
    }
}

/// A number of digits only, however many; nil for other text.
private func number(_ digits: Substring) -> Int? {
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    return Int(digits) ?? .max
}
