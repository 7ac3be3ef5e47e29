internal import CLinux
internal import Glibc

/// What a non-blocking read or write came to; waiting is a result, not an error.
package enum TransferOutcome: Sendable, Equatable {
    /// So many bytes were taken or given; at least 1.
    case bytes(Int)
    /// Nothing now; the loop tells when.
    case wouldBlock
    /// The peer has sent everything it will send.
    case closed
    /// The connection is broken.
    case failed(Errno)
}

/// A non-blocking stream socket.
package struct Socket: ~Copyable {
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    package var number: Int32 { descriptor.number }

    /// Starts connecting; `error()` tells how it went once the socket is writable.
    package static func connecting(to address: SocketAddress) throws(Errno) -> Socket {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let number = try retrying { socket(address.family, type, 0) }
        let made = Socket(Descriptor(owning: number))
        if !address.isUnix { made.setNoDelay() }
        do {
            _ = try unsafe address.withPointer { (pointer, length) throws(Errno) in
                try retrying { unsafe connect(number, pointer, length) }
            }
        } catch {
            guard error == .inProgress || (error == .again && address.isUnix) else { throw error }
        }
        return made
    }

    /// The error of a finished connection attempt, or of the connection since; nil when there is none.
    package func error() -> Errno? {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else { return .current }
        return code == 0 ? nil : Errno(code)
    }

    /// Small writes leave at once (TCP_NODELAY).
    package func setNoDelay() { set(Int32(IPPROTO_TCP), TCP_NODELAY, 1) }

    /// Keeps at most `bytes` unsent in the kernel, so that a slow peer's data stays where it can still be dropped.
    package func limitUnsent(to bytes: Int32) { set(Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, bytes) }

    /// Holds partial segments back (TCP_CORK) until switched off.
    package func setCork(_ on: Bool) { set(Int32(IPPROTO_TCP), TCP_CORK, on ? 1 : 0) }

    /// Makes `close` send a reset instead of a FIN, so that a peer cannot take a cut answer for a whole one.
    package func resetOnClose() {
        var value = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(number, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        unsafe setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Ends our direction; the peer reads end of file.
    package func shutdownWriting() { _ = Glibc.shutdown(number, Int32(SHUT_WR)) }

    /// The peer's address; IPv4 is given unmapped by `SocketAddress.host`.
    package func peerAddress() -> SocketAddress? { unsafe address(getpeername) }

    /// Our own address of this connection.
    package func localAddress() -> SocketAddress? { unsafe address(getsockname) }

    private func address(
        _ call: (Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe call(number, $0, &length) }
        }
        return result == 0 ? SocketAddress(storage: storage, length: length) : nil
    }

    /// The first byte that waits to be received, left where it is (`MSG_PEEK`); nil when there is none.
    package func firstByte() -> UInt8? {
        var byte: UInt8 = 0
        return unsafe recv(number, &byte, 1, Int32(MSG_PEEK)) == 1 ? byte : nil
    }

    // MARK: Moving bytes

    /// Receives into the buffer's free space, of which there must be some.
    package func receive(into buffer: ByteBuffer) -> TransferOutcome { receive(into: buffer, flags: 0) }

    /// As `receive`, but the bytes stay in the socket (`MSG_PEEK`).
    package func peek(into buffer: ByteBuffer) -> TransferOutcome { receive(into: buffer, flags: Int32(MSG_PEEK)) }

    /// Takes off bytes that are there; false when they are not.
    package func skip(_ count: Int) -> Bool {
        recv(number, nil, count, Int32(MSG_TRUNC)) == count
    }

    private func receive(into buffer: ByteBuffer, flags: Int32) -> TransferOutcome {
        let space = unsafe buffer.writable
        precondition(buffer.room > 0, "receiving without room")
        let count = unsafe recv(number, space.baseAddress, space.count, flags)
        if count > 0 {
            unsafe buffer.commit(count)
            return .bytes(count)
        }
        return count == 0 ? .closed : outcomeOfError()
    }

    /// Receives at most `limit` bytes straight into a buffer that is not complete yet.
    package func receive(into fill: FillBuffer, limit: Int) -> TransferOutcome {
        let space = unsafe fill.writable
        let wanted = min(space.count, limit)
        precondition(wanted > 0, "receiving without room")
        let count = unsafe recv(number, space.baseAddress, wanted, 0)
        if count > 0 {
            unsafe fill.commit(count)
            return .bytes(count)
        }
        return count == 0 ? .closed : outcomeOfError()
    }

    /// Sends what the buffer holds and drops what was taken; `more`: further bytes follow at once.
    package func send(_ buffer: ByteBuffer, more: Bool = false) -> TransferOutcome {
        let outcome = unsafe send(buffer.readable, more: more)
        if case .bytes(let count) = outcome { buffer.consume(count) }
        return outcome
    }

    /// Sends part of a buffer without dropping it.
    package func send(_ buffer: ByteBuffer, from offset: Int, count: Int, more: Bool = false) -> TransferOutcome {
        unsafe send(UnsafeRawBufferPointer(rebasing: buffer.readable[offset..<(offset + count)]), more: more)
    }

    /// Sends part of a buffer that still fills; only what `available` tells is there.
    package func send(_ fill: FillBuffer, from offset: Int, count: Int, more: Bool = false) -> TransferOutcome {
        unsafe send(UnsafeRawBufferPointer(rebasing: fill.bytes[offset..<(offset + count)]), more: more)
    }

    /// Sends part of a stored extent by copying from the map, for where `sendfile` must not be used.
    package func sendCopying(_ extent: FileExtent, from offset: Int, count: Int) -> TransferOutcome {
        unsafe send(UnsafeRawBufferPointer(rebasing: extent.bytes[offset..<(offset + count)]), more: false)
    }

    /// Sends part of a stored extent straight from the page cache (`sendfile`).
    package func send(_ extent: FileExtent, from offset: Int, count: Int) -> TransferOutcome {
        var position = off_t(extent.offset) + off_t(offset)
        let sent = unsafe sendfile(number, extent.descriptor, &position, count)
        if sent > 0 { return .bytes(sent) }
        // Nothing sent without an error means that the file ends before the extent does.
        return sent == 0 ? .failed(Errno(EIO)) : outcomeOfError()
    }

    /// Sends two buffers' contents in one call and drops what was taken, the first's first.
    package func send(_ first: ByteBuffer, then second: ByteBuffer, from offset: Int, count: Int) -> TransferOutcome {
        unsafe send(first, then: UnsafeRawBufferPointer(rebasing: second.readable[offset..<(offset + count)]))
    }

    package func send(_ first: ByteBuffer, then second: FillBuffer, from offset: Int, count: Int) -> TransferOutcome {
        unsafe send(first, then: UnsafeRawBufferPointer(rebasing: second.bytes[offset..<(offset + count)]))
    }

    private func send(_ first: ByteBuffer, then second: UnsafeRawBufferPointer) -> TransferOutcome {
        let head = unsafe first.readable
        var parts = unsafe (
            iovec(iov_base: UnsafeMutableRawPointer(mutating: head.baseAddress), iov_len: head.count),
            iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
        )
        let sent = unsafe withUnsafeMutablePointer(to: &parts) { pointer in
            unsafe pointer.withMemoryRebound(to: iovec.self, capacity: 2) { vector in
                var message = unsafe msghdr()
                unsafe message.msg_iov = vector
                unsafe message.msg_iovlen = 2
                return unsafe sendmsg(number, &message, Int32(MSG_NOSIGNAL))
            }
        }
        guard sent >= 0 else { return outcomeOfError() }
        return .bytes(sent)
    }

    private func send(_ bytes: UnsafeRawBufferPointer, more: Bool) -> TransferOutcome {
        let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
        let count = unsafe Glibc.send(number, bytes.baseAddress, bytes.count, flags)
        return count >= 0 ? .bytes(count) : outcomeOfError()
    }

    private func outcomeOfError() -> TransferOutcome {
        let error = Errno.current
        if error == .again || error == .interrupted { return .wouldBlock }
        precondition(!error.isBug, "transfer on a bad descriptor or address: \(error)")
        return .failed(error)
    }
}

extension SocketAddress {
    func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) throws(Errno) -> R) throws(Errno) -> R {
        let length = length
        var result: Result<R, Errno> = .failure(.invalid)
        unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                do throws(Errno) { result = .success(try unsafe body(pointer, length)) } catch {
                    result = .failure(error)
                }
            }
        }
        return try result.get()
    }
}
