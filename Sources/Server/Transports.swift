internal import Configuration
internal import LinuxIO
internal import Logging
internal import TLS
internal import Upstream

/// Makes what upstreams are reached by from a configuration. One whose settings and files are what they were is the same
/// object: its connections live on.
final class Transports: Sendable {
    /// One as it was made, and of what.
    private struct Made: Sendable {
        let files: [[UInt8]]
        let settings: UpstreamSettings
    }

    private let global: ServersTransport
    private let resolver: Resolver
    private let made = LastGood<ServersTransport, Made>()

    /// - Throws: `StartFailure` when the files of the global one cannot be used.
    init(_ global: ServersTransport, _ resolver: Resolver) throws(StartFailure) {
        (self.global, self.resolver) = (global, resolver)
        do throws(TLSError) {
            _ = try client(global)
        } catch {
            throw StartFailure(text: "serversTransport: \(error)")
        }
    }

    /// Reads the files; blocks. Those that cannot be used are logged; where there is none from before either, no server is
    /// spoken to over TLS.
    ///
    /// - Returns: by id, and the global one under nil.
    func load(_ named: [ServersTransport], _ logger: Logger) -> [String?: UpstreamSettings] {
        let read = made.renew([global] + named) { (transport, before) throws(TLSError) in
            let files = try Self.files(of: transport)
            if let before, before.files == files { return before }
            return Made(
                files: files,
                settings: UpstreamSettings(transport, tls: try client(transport), resolver: resolver))
        } failed: { transport, error in
            logger.error("serversTransport \(transport.name): \(error)")
        }
        var result: [String?: UpstreamSettings] = [nil: settings(of: global, among: read)]
        for transport in named { result[transport.id] = settings(of: transport, among: read) }
        return result
    }

    private func settings(of transport: ServersTransport, among made: [ServersTransport: Made]) -> UpstreamSettings {
        made[transport]?.settings ?? UpstreamSettings(transport, tls: nil, resolver: resolver)
    }

    private static func files(of transport: ServersTransport) throws(TLSError) -> [[UInt8]] {
        var files: [[UInt8]] = []
        let names = transport.authorities + transport.certificates.flatMap { [$0.certFile, $0.keyFile] }
        for name in names { files.append(try PEM.bytes(of: name)) }
        return files
    }

    private func client(_ transport: ServersTransport) throws(TLSError) -> ClientTLS {
        var identities: [Identity] = []
        for files in transport.certificates {
            identities.append(try Identity(certificateFile: files.certFile, keyFile: files.keyFile))
        }
        let own: Trust? = transport.authorities.isEmpty ? nil : .pem(try authorityText(transport.authorities))
        // A server that has to have a certain URI has to be vouched for, whatever its name.
        let trustsAnyone = transport.skipsVerification && transport.peerURI.isEmpty
        return try ClientTLS(
            trust: trustsAnyone ? .anyone : own ?? .system, checksName: !transport.skipsVerification,
            peerURI: transport.peerURI.isEmpty ? nil : transport.peerURI, identities: identities,
            profile: TLSProfile(transport.limits))
    }
}
