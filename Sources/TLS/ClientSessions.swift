internal import COpenSSL
internal import LinuxIO

/// Owns one reference to an `SSL_SESSION`, which OpenSSL itself guards against use from several threads.
@safe final class ResumableSession: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe SSL_SESSION_free(pointer) }
}

/// Sessions that a client may resume, the latest one for each server's name.
final class ClientSessions: Sendable {
    /// More names than any configuration has servers.
    static let limit = 1024
    private let sessions = Locked<[String: ResumableSession]>([:])

    func keep(_ session: ResumableSession, for name: String) {
        let replaced = sessions.withLock { sessions in
            if sessions.count >= Self.limit, sessions[name] == nil { sessions.removeAll() }
            return sessions.updateValue(session, forKey: name)
        }
        // Freed here, outside the lock.
        _ = consume replaced
    }

    /// Takes the session out: a ticket of TLS 1.3 is for one use (RFC 8446 §C.4).
    func take(for name: String) -> ResumableSession? {
        sessions.withLock { $0.removeValue(forKey: name) }
    }
}
