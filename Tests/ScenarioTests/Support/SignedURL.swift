import Glibc

/// A URL signed as S3 does it, by a signature that is none: enough for an origin that checks what one covers.
struct SignedURL: Sendable {
    var method = "GET"
    var path = "/film"
    /// Pairs that are signed, too.
    var query: [String] = []
    /// Who it is made for: the same URL for another viewer looks like another.
    var viewer = "anna"
    /// Seconds from now at which it begins.
    var begins = -10
    /// Seconds from then until it ends.
    var validity = 3600
    var signedHeaders = "host"

    /// For a request's line.
    var target: String {
        var pairs = query
        pairs += ["X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Credential=\(viewer)%2Fs3"]
        pairs += ["X-Amz-Date=\(Self.date(time(nil) + begins))", "X-Amz-Expires=\(validity)"]
        pairs.append("X-Amz-SignedHeaders=\(signedHeaders)")
        let signature = Self.signature(method, "media.example", path, pairs)
        return path + "?" + (pairs + ["X-Amz-Signature=\(signature)"]).joined(separator: "&")
    }

    static func signature(_ method: String, _ host: String, _ path: String, _ pairs: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in ([method, host, path] + pairs).joined(separator: "\n").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    private static func date(_ seconds: Int) -> String {
        var (seconds, parts) = (seconds, unsafe tm())
        unsafe gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 20)
        let count = unsafe strftime(&text, text.count, "%Y%m%dT%H%M%SZ", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
