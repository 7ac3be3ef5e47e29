package import LinuxIO
package import TLS

/// A connected socket with or without TLS on it: what connections read from and write to.
///
/// It remembers what the socket said last, because the loop tells of changes only: whoever found it unwilling waits for
/// the loop, everybody else may go on.
package final class ByteStream {
    private let socket: Socket
    /// Nil on plaintext.
    package private(set) var tls: TLSSession?
    /// False once a read found nothing, until the loop says otherwise.
    private var mayRead = true
    /// The end of input waits behind what can be read: nothing will ring for it again.
    private var hasEnd = false

    package init(_ socket: consuming Socket, tls: TLSSession? = nil) {
        self.socket = socket
        self.tls = tls
    }

    package var number: Int32 { socket.number }
    package var isSecure: Bool { tls != nil }

    /// Puts TLS on a connection on which nothing has been read or written.
    package func secure(with server: ServerTLS) throws(TLSError) {
        tls = try TLSSession(server: server, socket: socket.number)
    }

    /// The first byte that waits to be read, left where it is; nil when there is none.
    package func firstByte() -> UInt8? { socket.firstByte() }

    /// What waits to be read, as far as the buffer has room, left where it is; only before TLS.
    package func peek(into buffer: ByteBuffer) -> TransferOutcome { socket.peek(into: buffer) }

    /// Takes off bytes that `peek` has shown; false when the connection is broken.
    package func skip(_ count: Int) -> Bool { socket.skip(count) }

    /// The loop saw the socket become readable; `ended`: the peer's last byte is there, too.
    package func becameReadable(ended: Bool = false) {
        mayRead = true
        if ended { hasEnd = true }
    }

    // MARK: Reading

    /// Receives into the buffer's free space, of which there has to be some.
    package func receive(into buffer: ByteBuffer) -> TransferOutcome {
        guard mayRead else { return .wouldBlock }
        if let tls { return noted(ByteStream.outcome(tls.read(into: buffer))) }
        let room = buffer.room
        let outcome = socket.receive(into: buffer)
        // A short read emptied the socket; what comes later rings again.
        if case .bytes(let count) = outcome, count < room, !hasEnd { mayRead = false }
        return noted(outcome)
    }

    /// Receives straight into a fill's memory, at most `limit` bytes.
    package func receive(into fill: FillBuffer, limit: Int) -> TransferOutcome {
        guard mayRead else { return .wouldBlock }
        guard let tls else { return noted(socket.receive(into: fill, limit: limit)) }
        let space = unsafe UnsafeMutableRawBufferPointer(rebasing: fill.writable.prefix(limit))
        let outcome = unsafe tls.read(into: space)
        if case .bytes(let count) = outcome { unsafe fill.commit(count) }
        return noted(ByteStream.outcome(outcome))
    }

    private func noted(_ outcome: TransferOutcome) -> TransferOutcome {
        if outcome == .wouldBlock { mayRead = false }
        return outcome
    }

    // MARK: Writing

    /// Sends what the buffer holds and drops what was taken; `more`: further bytes follow at once.
    package func send(_ buffer: ByteBuffer, more: Bool = false) -> TransferOutcome {
        if let tls { return ByteStream.outcome(tls.write(from: buffer)) }
        return socket.send(buffer, more: more)
    }

    /// Sends the first `count` readable bytes of a buffer without dropping them.
    package func send(_ buffer: ByteBuffer, count: Int) -> TransferOutcome {
        if let tls {
            return ByteStream.outcome(unsafe tls.write(UnsafeRawBufferPointer(rebasing: buffer.readable.prefix(count))))
        }
        return socket.send(buffer, from: 0, count: count)
    }

    /// Sends a head and the first `count` bytes behind it in one call (plaintext only); drops nothing.
    package func send(_ head: ByteBuffer, then buffer: ByteBuffer, count: Int) -> TransferOutcome {
        socket.send(head, then: buffer, from: 0, count: count)
    }

    /// Sends part of a stored extent: from the page cache, or from the map under TLS.
    package func send(_ extent: FileExtent, from offset: Int, count: Int) -> TransferOutcome {
        if let tls { return ByteStream.outcome(tls.write(offset..<offset + count, of: extent)) }
        return extent.mustCopy
            ? socket.sendCopying(extent, from: offset, count: count) : socket.send(extent, from: offset, count: count)
    }

    /// Sends part of a fill that others may still write to.
    package func send(_ fill: FillBuffer, from offset: Int, count: Int) -> TransferOutcome {
        if let tls { return ByteStream.outcome(tls.write(offset..<offset + count, of: fill)) }
        return socket.send(fill, from: offset, count: count)
    }

    // MARK: Ends

    /// Ends our direction: close_notify, then FIN.
    package func shutdownWriting() {
        _ = tls?.shutdown()
        socket.shutdownWriting()
    }

    /// Makes the close a reset, so that a peer cannot take what it has for the whole.
    package func resetOnClose() { socket.resetOnClose() }

    package func error() -> Errno? { socket.error() }
    package func localAddress() -> SocketAddress? { socket.localAddress() }
    package func peerAddress() -> SocketAddress? { socket.peerAddress() }
    package func limitUnsent(to bytes: Int32) { socket.limitUnsent(to: bytes) }

    private static func outcome(_ outcome: IOOutcome) -> TransferOutcome {
        switch outcome {
        case .bytes(let count): .bytes(count)
        case .wantsRead, .wantsWrite: .wouldBlock
        case .closed: .closed
        case .failed(let failure):
            if case .socket(let error) = failure.kind { .failed(error) } else { .failed(.connectionReset) }
        }
    }
}
