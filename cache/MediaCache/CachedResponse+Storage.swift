internal import HTTP

/// The form in which a response's metadata lies in the store: numbers in little endian, texts behind their lengths.
extension CachedResponse {
    private static let version: UInt8 = 2

    var encoded: [UInt8] {
        var bytes: [UInt8] = [Self.version]
        bytes.append(number: Int64(status))
        bytes.append(text: fields.text)
        bytes.append(text: etag ?? [])
        bytes.append(number: lastModified ?? .min)
        bytes.append(number: date)
        bytes.append(text: contentType)
        bytes.append(number: Int64(freshness.lifetime))
        bytes.append(number: Int64(freshness.initialAge))
        bytes.append(number: freshness.responseTime)
        bytes.append(freshness.source == .noCache ? 1 : 0)
        bytes.append(text: selection?.names ?? [])
        bytes.append(text: selection?.values ?? [])
        bytes.append(number: variantsFrom)
        return bytes
    }

    /// Nil for what another version wrote, or for damaged bytes.
    static func decode(_ bytes: [UInt8]) -> CachedResponse? {
        var reader = StoredBytes(bytes)
        guard reader.byte() == version, let status = reader.number(), let text = reader.text(),
            let fields = FieldBlock(text: text),
            let etag = reader.text(), let lastModified = reader.number(), let date = reader.number(),
            let contentType = reader.text(), let lifetime = reader.number(), let age = reader.number(),
            let responseTime = reader.number(), let noCache = reader.byte(), let names = reader.text(),
            let values = reader.text(), let variantsFrom = reader.number()
        else { return nil }
        let head = ResponseHead()
        head.add(fields)
        let freshness = Freshness(
            lifetime: UInt32(clamping: lifetime), source: noCache == 1 ? .noCache : .unstated,
            initialAge: UInt32(clamping: age), responseTime: responseTime)
        return CachedResponse(
            status: UInt16(clamping: status), fields: fields, etag: etag.isEmpty ? nil : etag,
            lastModified: lastModified == .min ? nil : lastModified,
            date: date, contentType: contentType, cacheControl: ResponseScan(head, now: responseTime).effectiveControl,
            freshness: freshness, selection: names.isEmpty ? nil : Selection(names: names, values: values),
            variantsFrom: variantsFrom)
    }
}

private struct StoredBytes {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func number() -> Int64? {
        guard rest.count >= 8 else { return nil }
        var value: UInt64 = 0
        for (shift, byte) in rest.prefix(8).enumerated() { value |= UInt64(byte) << UInt64(shift * 8) }
        rest = rest.dropFirst(8)
        return Int64(bitPattern: value)
    }

    mutating func text() -> [UInt8]? {
        guard let count = number(), count >= 0, count <= rest.count else { return nil }
        let text = Array(rest.prefix(Int(count)))
        rest = rest.dropFirst(Int(count))
        return text
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: Int64) {
        let value = UInt64(bitPattern: number)
        for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
    }

    fileprivate mutating func append(text: [UInt8]) {
        append(number: Int64(text.count))
        append(contentsOf: text)
    }
}
