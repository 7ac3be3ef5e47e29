internal import COpenSSL
internal import Glibc
internal import LinuxIO

/// Reads certificates and keys from PEM text (RFC 7468) and from files of it.
package enum PEM {
    /// Longer files are refused: the longest chains are a few ten KiB, a bundle of all public authorities a few hundred.
    static let longestFile = 4 << 20

    /// What a path leads to, or, where PEM text stands in its place, that text; blocks, so it is not for loops.
    package static func bytes(of pathOrText: String) throws(TLSError) -> [UInt8] {
        isText(pathOrText) ? Array(pathOrText.utf8) : try contents(of: pathOrText)
    }

    /// The path for messages; text is not repeated there, as it may be a key.
    package static func place(of pathOrText: String) -> String { isText(pathOrText) ? "PEM text" : pathOrText }

    private static func isText(_ pathOrText: String) -> Bool {
        pathOrText.contains("-----BEGIN") || pathOrText.contains("\n")
    }

    /// A whole file; blocks, so it is not for loops.
    static func contents(of file: String) throws(TLSError) -> [UInt8] {
        let number = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw .unreadable(file: file, Errno.current) }
        let descriptor = Descriptor(owning: number)
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe read(descriptor.number, &block, block.count)
            guard count >= 0 else { throw .unreadable(file: file, Errno.current) }
            if count == 0 { return bytes }
            bytes += block[..<count]
            if bytes.count > longestFile { throw .tooLong(file: file, limit: longestFile) }
        }
    }

    /// All certificates, at least one, in the order of the text; other blocks are skipped.
    static func certificates(_ bytes: [UInt8], from place: String) throws(TLSError) -> CertificateList {
        guard bytes.count <= longestFile else { throw .tooLong(file: place, limit: longestFile) }
        let list = CertificateList()
        let text = MemoryBIO(copying: bytes)
        ErrorQueue.clear()
        while let certificate = unsafe PEM_read_bio_X509(text.pointer, nil, nil, nil) {
            unsafe list.append(owning: certificate)
        }
        let code = ErrorQueue.firstCode
        guard ERR_GET_LIB(code) == ERR_LIB_PEM, ERR_GET_REASON(code) == PEM_R_NO_START_LINE else {
            throw .badCertificate(in: place, number: list.count + 1, reason: ErrorQueue.firstReason)
        }
        guard list.count > 0 else { throw .noCertificate(in: place) }
        return list
    }

    /// Throws what is wrong with text that has to hold certificates.
    package static func checkCertificates(_ bytes: [UInt8], from place: String) throws(TLSError) {
        _ = try certificates(bytes, from: place)
    }

    /// The first private key of the text.
    static func key(_ bytes: [UInt8], from place: String) throws(TLSError) -> KeyHandle {
        guard bytes.count <= longestFile else { throw .tooLong(file: place, limit: longestFile) }
        let text = MemoryBIO(copying: bytes)
        ErrorQueue.clear()
        // Without a function of ours OpenSSL would ask for a password on the terminal.
        guard let key = unsafe PEM_read_bio_PrivateKey(text.pointer, nil, noPassword, nil) else {
            throw .badKey(in: place, reason: keyReason)
        }
        return unsafe KeyHandle(owning: key)
    }

    private static var keyReason: String {
        let code = ErrorQueue.firstCode
        return switch (ERR_GET_LIB(code), ERR_GET_REASON(code)) {
        case (ERR_LIB_PEM, PEM_R_NO_START_LINE), (_, USHER_R_UNSUPPORTED): "it holds no key of a known kind"
        case (ERR_LIB_PEM, PEM_R_BAD_PASSWORD_READ), (ERR_LIB_PEM, PEM_R_PROBLEMS_GETTING_PASSWORD),
            (_, USHER_R_INTERRUPTED):
            "it is encrypted"
        default: ErrorQueue.firstReason
        }
    }
}

private func noPassword(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32, _ writing: Int32, _ data: UnsafeMutableRawPointer?
) -> Int32 { -1 }
