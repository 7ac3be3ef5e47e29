internal import COpenSSL
package import LinuxIO

/// TLS over one connected, non-blocking socket; owned by one loop. The socket stays its caller's, and outlives this.
@safe package final class TLSSession {
    let ssl: ConnectionHandle
    /// Kept alive, because OpenSSL's callbacks use them.
    private let server: ServerTLS?
    private let client: ClientTLS?
    /// What was agreed to as a server; nil on a client.
    var context: ServerContext?
    /// What sessions are kept under; empty for a server.
    private let peerName: String
    /// Bytes of a record that OpenSSL has sealed and not sent yet: they have to be offered again.
    private var owed = 0
    private var failure: TLSFailure?
    private var isEstablished = false

    /// The server's side of an accepted connection.
    package init(server: ServerTLS, socket: Int32) throws(TLSError) {
        ssl = try ConnectionHandle.make(of: server.first.context, socket: socket)
        self.server = server
        context = server.first
        client = nil
        peerName = ""
        unsafe usher_ssl_set_app_data(ssl.pointer, Unmanaged.passUnretained(self).toOpaque())
        unsafe SSL_set_accept_state(ssl.pointer)
    }

    /// The client's side of a connection.
    ///
    /// - Parameter serverName: the host name or IP address that the server's certificate has to be for; a host name is
    ///   also sent to it (RFC 6066 §3).
    package init(client: ClientTLS, serverName: String, socket: Int32) throws(TLSError) {
        ssl = try ConnectionHandle.make(of: client.context, socket: socket)
        server = nil
        self.client = client
        peerName = serverName
        unsafe usher_ssl_set_app_data(ssl.pointer, Unmanaged.passUnretained(self).toOpaque())
        unsafe SSL_set_connect_state(ssl.pointer)
        try expect(serverName)
        if let session = client.sessions?.take(for: serverName) {
            unsafe SSL_set_session(ssl.pointer, session.pointer)
        }
    }

    private func expect(_ name: String) throws(TLSError) {
        if HostName.address(name) != nil {
            guard client?.checksName != false else { return }
            let parameters = unsafe SSL_get0_param(ssl.pointer)
            guard unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 else { throw .badName(name) }
        } else if let host = HostName.normalized(name) {
            unsafe SSL_set_hostflags(ssl.pointer, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
            guard unsafe usher_ssl_set_server_name(ssl.pointer, host) == 1,
                unsafe client?.checksName == false || SSL_set1_host(ssl.pointer, host) == 1
            else { throw .badName(name) }
        } else if client?.checksName != false {
            throw .badName(name)
        }
    }

    func keep(_ session: ResumableSession) { client?.sessions?.keep(session, for: peerName) }

    // MARK: Handshake and end

    /// Goes on with the handshake as far as the socket lets it.
    package func handshake() -> HandshakeProgress {
        if let failure { return .failed(failure) }
        ErrorQueue.clear()
        let result = unsafe SSL_do_handshake(ssl.pointer)
        if result == 1 { return established() }
        return switch outcome(of: result) {
        case .wantsWrite: .wantsWrite
        case .failed(let failure): .failed(failure)
        case .closed: .failed(TLSFailure(kind: .truncated, reason: "closed during the handshake"))
        case .wantsRead, .bytes: .wantsRead
        }
    }

    private func established() -> HandshakeProgress {
        if let uri = client?.peerURI, peer?.alternativeNames.uris.contains(uri) != true {
            let failure = TLSFailure(kind: .untrusted, reason: "certificate not accepted: it is not for \(uri)")
            self.failure = failure
            return .failed(failure)
        }
        isEstablished = true
        return .done
    }

    /// Sends close_notify, without waiting for the peer's. After a failure, or with a write half done, there is nothing
    /// to send: the peer shall see that the end is missing.
    package func shutdown() -> ShutdownProgress {
        guard failure == nil, isEstablished, owed == 0 else { return .done }
        ErrorQueue.clear()
        let result = unsafe SSL_shutdown(ssl.pointer)
        if result >= 0 { return .done }
        return outcome(of: result) == .wantsWrite ? .wantsWrite : .done
    }

    // MARK: Reading

    /// Reads into the buffer's free space, of which there has to be some; one record at most.
    ///
    /// Read until `wantsRead`, or look at `hasBufferedInput`, before waiting for the socket: what OpenSSL has taken from
    /// it does not make it readable again.
    package func read(into buffer: ByteBuffer) -> IOOutcome {
        precondition(buffer.room > 0, "reading into a full buffer")
        let outcome = unsafe read(into: buffer.writable)
        if case .bytes(let count) = outcome { unsafe buffer.commit(count) }
        return outcome
    }

    /// Reads into memory of at least one byte.
    @unsafe package func read(into memory: UnsafeMutableRawBufferPointer) -> IOOutcome {
        if let failure { return .failed(failure) }
        var count = 0
        ErrorQueue.clear()
        let result = unsafe SSL_read_ex(ssl.pointer, memory.baseAddress, memory.count, &count)
        return result == 1 ? .bytes(count) : outcome(of: result)
    }

    // MARK: Writing

    /// Writes from memory that need only be valid during the call; returns what was sealed and handed to the kernel.
    ///
    /// Fewer bytes than offered, `wantsWrite` or `wantsRead` mean that the socket takes no more now. The next write then
    /// has to offer the same bytes from there on, at least as many of them (a record may be half sent).
    @unsafe package func write(_ bytes: UnsafeRawBufferPointer) -> IOOutcome {
        if let failure { return .failed(failure) }
        var done = 0
        while done < bytes.count {
            var count = 0
            ErrorQueue.clear()
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
            let result = unsafe SSL_write_ex(ssl.pointer, rest.baseAddress, rest.count, &count)
            guard result == 1 else { return stopped(outcome(of: result), after: done, of: bytes.count) }
            done += count
            owed = 0
        }
        return .bytes(done)
    }

    private func stopped(_ outcome: IOOutcome, after done: Int, of total: Int) -> IOOutcome {
        guard outcome == .wantsWrite || outcome == .wantsRead else { return outcome }
        owed = min(total - done, Int(SSL3_RT_MAX_PLAIN_LENGTH))
        return done > 0 ? .bytes(done) : outcome
    }

    /// Writes what is readable in `buffer`, at most `limit` bytes of it, and consumes what was taken.
    package func write(from buffer: ByteBuffer, limit: Int = .max) -> IOOutcome {
        let outcome = unsafe write(UnsafeRawBufferPointer(rebasing: buffer.readable.prefix(limit)))
        if case .bytes(let count) = outcome { buffer.consume(count) }
        return outcome
    }

    /// Writes published bytes of a fill, without copying them first.
    package func write(_ range: Range<Int>, of fill: FillBuffer) -> IOOutcome {
        unsafe write(UnsafeRawBufferPointer(rebasing: fill.bytes[range]))
    }

    /// Writes bytes of an extent straight from the map. The caller holds a use of it and knows its pages resident: the
    /// bytes are read here.
    package func write(_ range: Range<Int>, of extent: FileExtent) -> IOOutcome {
        unsafe write(UnsafeRawBufferPointer(rebasing: extent.bytes[range]))
    }

    // MARK: Outcomes

    /// Reads what OpenSSL says about a call that did not succeed; to be called before anything else touches `errno`.
    private func outcome(of result: Int32) -> IOOutcome {
        let error = Errno.current
        switch unsafe SSL_get_error(ssl.pointer, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_ZERO_RETURN: return .closed
        case SSL_ERROR_SYSCALL: return fail(.ofSocket(error))
        default: return fail(.ofQueue(verifying: unsafe SSL_get_verify_result(ssl.pointer)))
        }
    }

    private func fail(_ failure: TLSFailure) -> IOOutcome {
        self.failure = failure
        return .failed(failure)
    }
}
