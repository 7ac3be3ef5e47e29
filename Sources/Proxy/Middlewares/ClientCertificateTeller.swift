internal import Configuration
internal import HTTP
internal import LinuxIO
internal import TLS
internal import Transport

/// `passTLSClientCert`. What a client claims itself in these fields never comes this far, unless a trusted proxy says it.
final class ClientCertificateTeller: LoopMiddleware {
    private let settings: ClientCertificateFields

    init(_ settings: ClientCertificateFields) { self.settings = settings }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        guard let peer = steps.exchange.tls?.peer else { return .next }
        let request = steps.exchange.request
        if settings.pem { request.set(.xForwardedTlsClientCert, text: ClientCertificateText.base64(of: peer.pem)) }
        if let info = settings.info {
            request.set(
                .xForwardedTlsClientCertInfo,
                text: ClientCertificateText.escaped(ClientCertificateText.info(peer, info)))
        }
        return .next
    }
}

/// A certificate in fields.
enum ClientCertificateText {
    /// A PEM text without its frame and line ends.
    static func base64(of pem: [UInt8]) -> String {
        pem.split(separator: 10).filter { $0.first != UInt8(ascii: "-") }
            .map { String(decoding: $0, as: UTF8.self) }.joined()
    }

    /// `Subject="CN=a,..";Issuer="..";SerialNumber="1";NB="0";NA="0";SAN="a.test,.."`, as far as it is wanted and there.
    static func info(_ peer: PeerCertificate, _ wanted: ClientCertificateFields.Info) -> String {
        let values: [(String, String)] = [
            ("Subject", name(peer.subject, wanted.subject)), ("Issuer", name(peer.issuer, wanted.issuer)),
            ("SerialNumber", wanted.serialNumber ? peer.serial : ""),
            ("NB", wanted.notBefore ? "\(peer.notBefore.seconds)" : ""),
            ("NA", wanted.notAfter ? "\(peer.notAfter.seconds)" : ""),
            ("SAN", wanted.alternativeNames ? names(peer.alternativeNames) : ""),
        ]
        return values.filter { !$1.isEmpty }.map { "\($0)=\"\($1)\"" }.joined(separator: ";")
    }

    private static let parts: [(ClientCertificateFields.NameParts, type: String, label: String)] = [
        (.domainComponent, "DC", "DC"), (.country, "C", "C"), (.province, "ST", "ST"), (.locality, "L", "L"),
        (.organization, "O", "O"), (.organizationalUnit, "OU", "OU"), (.serialNumber, "serialNumber", "SN"),
        (.commonName, "CN", "CN"),
    ]

    private static func name(_ name: DistinguishedName, _ wanted: ClientCertificateFields.NameParts) -> String {
        parts.filter { wanted.contains($0.0) }.flatMap { part in
            let values = name.attributes.filter { $0.type == part.type }.map(\.value)
            // A name has one of these two; of several the last one counts.
            let told = [.commonName, .serialNumber].contains(part.0) ? values.suffix(1) : values[...]
            return told.filter { !$0.isEmpty || part.0 == .domainComponent }.map { "\(part.label)=\($0)" }
        }.joined(separator: ",")
    }

    private static func names(_ names: AlternativeNames) -> String {
        let addresses = names.addresses.compactMap { SocketAddress(hostBytes: $0, port: 0)?.host }
        return (names.hosts + names.emails + addresses + names.uris).joined(separator: ",")
    }

    /// As a form writes a value: a blank is `+`, whatever is not unreserved `%XX` (WHATWG URL §5.1).
    static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: [byte]
            case 32: [43]
            default: [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
