internal import Configuration
internal import HTTP
internal import LinuxIO

/// Keys of objects behind signed URLs: their place does not name the signature, and no request without one has it. The
/// bytes that set them apart stand in no URL and no field.
///
///     host/path?rest 1                 the place, and the record of a URL that changes no field
///     host/path?rest 1 0 2 overrides   one that does
///     host/path?rest 1 0 3             any record of it
///     … 0 values                       a variant of the first two, by fields of the request
extension ObjectKey {
    static func writeSigned(_ request: RequestHead, _ policy: CachePolicy, to buffer: ByteBuffer) {
        let signed = policy.signedQuery(of: request) ?? SignedQuery()
        writeSigned(request, signed, policy.signingParameters, to: buffer)
    }

    static func writeSigned(
        _ request: RequestHead, _ signed: SignedQuery, _ parameters: SigningParameters, to buffer: ByteBuffer
    ) {
        writePlace(request, to: buffer)
        guard let query = request.query else { return buffer.append(1) }
        request.withSpan(query) { query in
            signed.appendIdentity(of: query, configured: parameters, to: buffer)
            buffer.append(1)
            let count = buffer.count
            buffer.append([0, 2])
            signed.appendOverrides(of: query, to: buffer)
            if buffer.count == count + 2 { buffer.dropLast(2) }
        }
    }

    /// Whether a key is that of a signed URL which changes fields.
    static func hasOverrides(_ key: [UInt8]) -> Bool {
        guard let end = key.firstIndex(of: 0), end + 1 < key.count else { return false }
        return key[end + 1] == 2
    }

    /// Makes an address's key that of the same place behind signed URLs.
    static func addSignedMark(to buffer: ByteBuffer) { buffer.append(1) }

    /// Makes the key of a signed URL without overrides that of any record at its place.
    static func addShared(to buffer: ByteBuffer) { buffer.append([0, 3]) }

    /// The key of any record at the place of a record whose fields its URL changed; nil for others.
    static func sharedKey(of key: [UInt8]) -> [UInt8]? {
        hasOverrides(key) ? key.prefix { $0 != 0 } + [0, 3] : nil
    }
}
