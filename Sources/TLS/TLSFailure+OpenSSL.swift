internal import COpenSSL
internal import LinuxIO

/// From what OpenSSL says to what we say.
extension TLSFailure {
    static func ofSocket(_ error: Errno) -> TLSFailure {
        // Without an error number the connection just ended.
        if error.code == 0 { return .truncatedByPeer }
        return TLSFailure(kind: .socket(error), reason: error.description)
    }

    private static let truncatedByPeer = TLSFailure(kind: .truncated, reason: "connection ended without close_notify")

    /// - Parameter verdict: what checking the peer's certificate gave; `X509_V_OK` when there was nothing to say.
    static func ofQueue(verifying verdict: Int) -> TLSFailure {
        let code = ErrorQueue.firstCode
        let reason = ErrorQueue.reason(of: code)
        guard ERR_GET_LIB(code) == ERR_LIB_SSL else { return TLSFailure(kind: .refused, reason: reason) }
        let number = ERR_GET_REASON(code)
        switch number {
        case SSL_R_UNEXPECTED_EOF_WHILE_READING: return .truncatedByPeer
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST:
            return TLSFailure(kind: .notTLS, reason: "plain HTTP on a TLS port")
        case SSL_R_WRONG_VERSION_NUMBER: return TLSFailure(kind: .notTLS, reason: "not TLS: \(reason)")
        case SSL_R_CERTIFICATE_VERIFY_FAILED: return .untrusted(verdict)
        case SSL_AD_REASON_OFFSET...(SSL_AD_REASON_OFFSET + 255):
            let alert = UInt8(number - SSL_AD_REASON_OFFSET)
            return TLSFailure(kind: .alert(alert), reason: "peer refused: \(reason)")
        default: return TLSFailure(kind: .refused, reason: reason)
        }
    }

    private static func untrusted(_ verdict: Int) -> TLSFailure {
        let text = unsafe String(cString: X509_verify_cert_error_string(verdict))
        return TLSFailure(kind: .untrusted, reason: "certificate not accepted: \(text)")
    }
}
