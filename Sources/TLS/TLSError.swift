package import LinuxIO

/// Why certificates, keys or settings could not be used; says where and what to put right.
package enum TLSError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file could not be opened or read.
    case unreadable(file: String, Errno)
    /// A file is longer than any sensible chain or key.
    case tooLong(file: String, limit: Int)
    /// No `BEGIN CERTIFICATE` block where a certificate belongs.
    case noCertificate(in: String)
    /// The block with this number, counted from 1, is no certificate.
    case badCertificate(in: String, number: Int, reason: String)
    /// No private key where one belongs, or one that cannot be read.
    case badKey(in: String, reason: String)
    /// The key belongs to another certificate; `fits` is that one's number in the chain, when it is there.
    case keyMismatch(key: String, certificate: String, subject: String, fits: Int?)
    /// A name that cannot stand in a certificate.
    case badName(String)
    /// OpenSSL refused a setting or ran out of memory.
    case refused(what: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let file, let error):
            "\(file): cannot be read: \(error)"
        case .tooLong(let file, let limit):
            "\(file): longer than \(limit) bytes, which no certificate chain or key is"
        case .noCertificate(let place):
            "\(place): holds no certificate; expected PEM with a \"BEGIN CERTIFICATE\" block"
        case .badCertificate(let place, let number, let reason):
            "\(place): certificate number \(number) cannot be read: \(reason)"
        case .badKey(let place, let reason):
            "\(place): no usable private key: \(reason); expected one unencrypted PEM block"
        case .keyMismatch(let key, let certificate, let subject, let fits):
            "\(key): this key does not belong to \"\(subject)\", the first certificate of \(certificate)"
                + (fits.map { "; it belongs to number \($0) there, which has to come first" } ?? "")
        case .badName(let name):
            "\"\(name)\" is neither a host name nor an IP address"
        case .refused(let what, let reason):
            "\(what): \(reason)"
        }
    }
}
