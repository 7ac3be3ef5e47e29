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

    /// Makes the key that of the variant for one `Origin`: a zero byte stands in no URL.
    static func addVariant(origin: [UInt8], to buffer: ByteBuffer) {
        buffer.append(0)
        buffer.append(origin)
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
