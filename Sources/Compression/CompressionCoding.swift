/// A coding of bodies that usher can apply (RFC 9110 §8.4.1, RFC 7932, RFC 8878).
package enum CompressionCoding: String, Sendable, CaseIterable {
    case gzip
    case brotli = "br"
    case zstd

    /// As `Content-Encoding` has it.
    package var token: StaticString {
        switch self {
        case .gzip: "gzip"
        case .brotli: "br"
        case .zstd: "zstd"
        }
    }
}
