internal import Glibc

/// The 4 or 16 bytes of the address that a client connected to; nil for other sockets than IP.
func localAddress(of descriptor: Int32) -> [UInt8]? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let bytes: [UInt8]? = unsafe withUnsafeMutableBytes(of: &storage) { raw in
        let address = unsafe raw.baseAddress!.assumingMemoryBound(to: sockaddr.self)
        guard unsafe getsockname(descriptor, address, &length) == 0 else { return nil }
        return switch Int32(unsafe address.pointee.sa_family) {
        case AF_INET: unsafe Array(raw[4..<8])
        case AF_INET6: unsafe Array(raw[8..<24])
        default: nil
        }
    }
    // An IPv4 client of a dual-stack socket (RFC 4291 §2.5.5.2).
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
    guard let bytes, bytes.count == 16, bytes.starts(with: mapped) else { return bytes }
    return Array(bytes[12...])
}
