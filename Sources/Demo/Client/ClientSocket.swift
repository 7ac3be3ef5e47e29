internal import Glibc
internal import LinuxIO

/// A blocking connection to a port of the loopback address, which gives up after half a minute of silence.
struct ClientSocket: ~Copyable {
    private let descriptor: Descriptor

    /// - Throws: `Errno`, ECONNREFUSED when nobody listens.
    init(port: UInt16) throws(Errno) {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw .current }
        let made = Descriptor(owning: number)
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        unsafe setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw .current }
        descriptor = made
    }

    func send(_ text: String) throws(Errno) {
        let bytes = Array(text.utf8)
        guard unsafe Glibc.send(descriptor.number, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw .current
        }
    }

    /// Appends what comes next to `buffer`; false at the end.
    func receive(into buffer: ByteBuffer) throws(Errno) -> Bool {
        buffer.reserve(64 << 10)
        let space = unsafe buffer.writable
        let count = unsafe recv(descriptor.number, space.baseAddress, space.count, 0)
        guard count >= 0 else { throw .current }
        unsafe buffer.commit(count)
        return count > 0
    }
}
