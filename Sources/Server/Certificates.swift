internal import Configuration
internal import LinuxIO
internal import Logging
internal import Routing
internal import TLS

/// Makes the TLS side of entry points from the certificates and options of a configuration.
///
/// What could be read once, and not at a later reload, is used as it was.
final class Certificates: Sendable {
    /// What the entry points of one generation have in common.
    struct Offer: Sendable {
        let certificates: CertificateTable
        let options: [HandshakeOptions]
    }

    private let tickets: TicketKeys
    /// Served where no other fits; the same for the whole run, so that a reload does not change it.
    private let selfSigned: Identity
    private let identities = LastGood<CertificateFiles, Identity>()
    private let options = LastGood<TLSOptions, HandshakeOptions>()

    init() throws(TLSError) {
        tickets = try TicketKeys()
        selfSigned = try SelfSigned.make(names: [])
    }

    /// Reads the files; blocks. What cannot be used is logged and left out: the others serve, and options that are
    /// missing are missed by those alone who would need them.
    func load(_ settings: TLSSettings, _ logger: Logger) -> Offer {
        let files = settings.certificates + [settings.defaultCertificate].compactMap { $0 }
        let read = identities.renew(files) { (files, _) throws(TLSError) in
            let identity = try Identity(certificateFile: files.certFile, keyFile: files.keyFile)
            if identity.facts.isExpired(at: .now) {
                logger.warning("certificate has run out", metadata: ["file": "\(PEM.place(of: files.certFile))"])
            }
            return identity
        } failed: { _, error in
            logger.error("tls.certificates: \(error)")
        }
        return Offer(
            certificates: CertificateTable(
                settings.certificates.compactMap { read[$0] },
                fallback: settings.defaultCertificate.flatMap { read[$0] } ?? selfSigned),
            options: loadOptions(settings, logger))
    }

    private func loadOptions(_ settings: TLSSettings, _ logger: Logger) -> [HandshakeOptions] {
        var wanted = settings.options
        if settings.options(TLSOptions.defaultID) == nil, !settings.hasFaultyDefault {
            wanted.append(TLSOptions(name: TLSOptions.defaultID))
        }
        let read = options.renew(wanted) { (options, _) throws(TLSError) in
            let made = try HandshakeOptions(options, logger)
            try made.check()
            return made
        } failed: { options, error in
            logger.error("tls.options.\(options.name): \(error)")
        }
        return wanted.compactMap { read[$0] }
    }

    /// The TLS side of one entry point; nil, with the reason logged, when there is none.
    func server(_ offer: Offer, for hosts: HostOptions, _ logger: Logger) -> ServerTLS? {
        let used = Set(hosts.hosts.values).union([TLSOptions.defaultID])
        let options = OptionsByName(
            offer.options.filter { used.contains($0.name) }, hosts: hosts.hosts, fallback: TLSOptions.defaultID)
        do throws(TLSError) {
            return try ServerTLS(certificates: offer.certificates, tickets: tickets, options: options)
        } catch {
            logger.error("tls: \(error)")
            return nil
        }
    }
}
