internal import COpenSSL

/// The alternative names of a certificate's subject, as they stand there (RFC 5280 §4.2.1.6).
package struct AlternativeNames: Equatable, Sendable {
    package private(set) var hosts: [String] = []
    package private(set) var emails: [String] = []
    /// 4 or 16 bytes each.
    package private(set) var addresses: [[UInt8]] = []
    package private(set) var uris: [String] = []

    init() {}

    /// Nil when the certificate lists no alternative names at all.
    @unsafe static func listed(by certificate: OpaquePointer) -> AlternativeNames? {
        guard let list = unsafe usher_names_of(certificate) else { return nil }
        defer { unsafe usher_names_free(list) }
        var names = AlternativeNames()
        for index in 0..<(unsafe usher_names_count(list)) {
            var start: UnsafePointer<UInt8>?
            var length: Int32 = 0
            let kind = unsafe usher_name_at(list, index, &start, &length)
            names.add(unsafe Array(UnsafeBufferPointer(start: start, count: Int(length))), of: kind)
        }
        return names
    }

    private mutating func add(_ bytes: [UInt8], of kind: Int32) {
        switch kind {
        case GEN_DNS: hosts.append(String(decoding: bytes, as: UTF8.self))
        case GEN_EMAIL: emails.append(String(decoding: bytes, as: UTF8.self))
        case GEN_URI: uris.append(String(decoding: bytes, as: UTF8.self))
        case GEN_IPADD: if bytes.count == 4 || bytes.count == 16 { addresses.append(bytes) }
        default: break
        }
    }
}
