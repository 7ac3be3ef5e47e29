internal import ChunkStore
internal import HTTP
internal import LinuxIO
internal import TLS

/// The primary key of a stored object: where it is, as the client asks for it.
enum ObjectKey {
    /// Writes host (in lower case), raw path and query; the same URL by plain HTTP and by HTTPS is one object.
    static func write(_ request: RequestHead, to buffer: ByteBuffer) {
        writePlace(request, to: buffer)
        if let query = request.query {
            buffer.append("?")
            request.write(query, to: buffer)
        }
    }

    /// The same without a query.
    static func writePlace(_ request: RequestHead, to buffer: ByteBuffer) {
        buffer.removeAll()
        if let authority = request.authority {
            request.withSpan(authority) { bytes in
                for offset in 0..<bytes.byteCount {
                    let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
                    buffer.append(byte &- 65 < 26 ? byte | 32 : byte)
                }
            }
        }
        if request.path.isEmpty { buffer.append("/") } else { request.write(request.path, to: buffer) }
    }

    /// Writes the key of what a `Location` names, resolved against the request's own address; false when that is of
    /// another host, or no address at all.
    static func write(location: RawSpan, sameOriginAs request: RequestHead, to buffer: ByteBuffer) -> Bool {
        var rest = location.array.prefix { $0 != UInt8(ascii: "#") }
        let authority = request.authority.map { request.withSpan($0) { $0.array } } ?? []
        let lowered = rest.prefix(8).map { $0 &- 65 < 26 ? $0 | 32 : $0 }
        if lowered.starts(with: "http://".utf8) {
            rest = rest.dropFirst(5)
        } else if lowered.starts(with: "https://".utf8) {
            rest = rest.dropFirst(6)
        }
        if rest.starts(with: "//".utf8) {
            let named = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
            guard named.count == authority.count, zip(named, authority).allSatisfy({ lower($0) == lower($1) }) else {
                return false
            }
            rest = rest.dropFirst(2 + named.count)
            if rest.first != UInt8(ascii: "/") { rest = [UInt8(ascii: "/")] + rest }
        }
        guard let first = rest.first else { return false }
        buffer.removeAll()
        buffer.append(authority.map(lower))
        if first != UInt8(ascii: "/") {
            // Beside the request's own path; one that climbs is nobody's key, and so does no harm.
            let path = request.withSpan(request.path) { $0.array }
            buffer.append(Array(path.prefix((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)))
        }
        buffer.append(Array(rest))
        return true
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }

    /// Makes the key that of one variant: a zero byte stands in no URL.
    static func addVariant(_ selection: Selection, to buffer: ByteBuffer) {
        buffer.append(0)
        buffer.append(selection.values)
    }

    /// Whether the key is an address's own, not that of a variant.
    static func isPrimary(_ key: [UInt8]) -> Bool {
        guard let end = key.firstIndex(of: 0) else { return true }
        return hasOverrides(key) && !key[(end + 1)...].contains(0)
    }

    /// An object's identity: the same version at the same place is the same object for all variants and machines; one
    /// without a strong validator is only itself.
    static func identity(of key: [UInt8], version: [UInt8]?, length: UInt64) -> ObjectID {
        guard let version else {
            return ObjectID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
        }
        let place = key.prefix { $0 != 0 }
        var bytes = Array("\(place.count) \(version.count) \(length) ".utf8)
        bytes += place
        bytes += version
        let digest = Digest.sha256(bytes)
        func word(_ start: Int) -> UInt64 { digest[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        return ObjectID(high: word(0), low: word(8))
    }
}
