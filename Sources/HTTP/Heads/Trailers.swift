internal import LinuxIO

/// Fields behind a chunked body (RFC 9110 §6.5).
package final class Trailers: MessageHead {
    override init() { super.init() }

    /// Whether a field may stand behind a body: none that frames, routes, authenticates or describes the message
    /// (RFC 9110 §6.5.1).
    static func mayPass(_ id: FieldID) -> Bool {
        switch id {
        case .host, .connection, .contentLength, .transferEncoding, .te, .trailer, .upgrade, .expect, .keepAlive,
            .proxyConnection, .proxyAuthenticate, .proxyAuthorization, .range, .ifRange, .ifMatch, .ifNoneMatch,
            .ifModifiedSince, .ifUnmodifiedSince, .authorization, .cookie, .setCookie, .cacheControl, .expires, .age,
            .date, .vary, .contentType, .contentEncoding, .contentRange, .location, .retryAfter, .forwarded,
            .xForwardedFor, .xForwardedProto, .xForwardedHost, .xForwardedPort, .xForwardedServer, .xForwardedUri,
            .xForwardedMethod, .xForwardedPrefix, .xForwardedTlsClientCert, .xForwardedTlsClientCertInfo, .xRealIp:
            false
        default: true
        }
    }

    func add(_ field: Field, from buffer: ByteBuffer) {
        let start = storage.count
        storage.append(buffer, from: Int(field.name.offset), count: Int(field.name.count))
        storage.append(": ")
        storage.append(buffer, from: Int(field.value.offset), count: Int(field.value.count))
        finishLine(start: start, nameCount: Int(field.name.count), id: field.id)
    }
}
