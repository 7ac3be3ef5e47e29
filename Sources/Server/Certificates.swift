internal import Configuration
internal import LinuxIO
internal import Logging
internal import TLS

/// Makes the TLS side of entry points from the certificates of a configuration.
final class Certificates: Sendable {
    private let tickets: TicketKeys
    /// Served where no other fits; the same for the whole run, so that a reload does not change it.
    private let selfSigned: Identity

    init() throws(TLSError) {
        tickets = try TicketKeys()
        selfSigned = try SelfSigned.make(names: [])
    }

    /// Reads the files; blocks. One that cannot be used is logged and left out: the others serve.
    func load(_ settings: TLSSettings, logger: Logger) -> (tls: ServerTLS?, problems: [String]) {
        var problems: [String] = []
        func read(_ files: CertificateFiles) -> Identity? {
            do throws(TLSError) {
                let identity = try Identity(certificateFile: files.certFile, keyFile: files.keyFile)
                if identity.facts.isExpired(at: .now) {
                    logger.warning("certificate has run out", metadata: ["file": "\(files.certFile)"])
                }
                return identity
            } catch {
                problems.append("tls.certificates: \(error)")
                return nil
            }
        }
        let identities = settings.certificates.compactMap(read)
        let fallback = settings.defaultCertificate.flatMap(read) ?? selfSigned
        do throws(TLSError) {
            return (try ServerTLS(identities: identities, fallback: fallback, tickets: tickets), problems)
        } catch {
            return (nil, problems + ["tls: \(error)"])
        }
    }
}
