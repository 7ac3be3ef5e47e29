internal import Configuration
package import HTTP
internal import LinuxIO
internal import TLS

/// The cookie of one service that keeps clients with what answered them first.
package final class ServiceCookie {
    private let settings: StickyCookie
    let name: [UInt8]

    init(_ settings: StickyCookie, service id: String) {
        self.settings = settings
        name = Array(Self.name(settings.name, service: id).utf8)
    }

    /// The configured name with what may not stand in one replaced, else one made of the service's id.
    static func name(_ configured: String, service id: String) -> String {
        guard configured.isEmpty else {
            return String(decoding: configured.utf8.map { isNameByte($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        }
        let digest = Digest.sha1(Array("_TRAEFIK_BACKEND_\(id)".utf8))
        return "_" + hexadecimal(digest.prefix(3)).prefix(5)
    }

    /// Adds the `Set-Cookie` line that ties a client to `value`.
    package func add(_ value: [UInt8], to response: ResponseHead, isSecure: Bool) {
        response.add(.setCookie) { line in
            line.append(name)
            line.append("=")
            line.append(value)
            line.append("; Path=")
            line.append(text: settings.path)
            if !settings.domain.isEmpty { line.append(text: "; Domain=\(settings.domain)") }
            if settings.maxAge != 0 { line.append(text: "; Max-Age=\(max(0, settings.maxAge))") }
            if settings.isHTTPOnly ?? true { line.append("; HttpOnly") }
            if settings.isSecure ?? isSecure { line.append("; Secure") }
            switch settings.sameSite ?? .lax {
            case .none: line.append("; SameSite=None")
            case .lax: line.append("; SameSite=Lax")
            case .strict: line.append("; SameSite=Strict")
            }
        }
    }
}

/// Values of sticky cookies: what a server or service is called there.
enum StickyValue {
    /// Bytes of a value at most.
    static let limit = 64

    static func current(_ name: String) -> [UInt8] {
        Array(hexadecimal(Digest.sha256(Array(name.utf8)).prefix(8)).utf8)
    }

    /// As Traefik wrote it until its version 3.2: 64-bit FNV-1, without zeros in front.
    static func old(_ name: String) -> [UInt8] {
        let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 &* 0x100_0000_01b3) ^ UInt64($1) }
        return Array(String(hash, radix: 16).utf8)
    }
}

private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// A byte of a token (RFC 9110 §5.6.2).
private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 94...122, 33, 35...39, 42, 43, 45, 46, 124, 126: true
    default: false
    }
}
