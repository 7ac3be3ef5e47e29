internal import COpenSSL
internal import LinuxIO

/// One key for session tickets: its public name, and what encrypts and authenticates them.
struct TicketKey: Sendable {
    typealias Name = [UInt8]
    static let nameLength = 16
    let bornAt: MonotonicTime
    let name: Name
    private let encryption: [UInt8]
    private let authentication: [UInt8]

    init(bornAt: MonotonicTime) throws(TLSError) {
        self.bornAt = bornAt
        name = try Self.random(Self.nameLength)
        encryption = try Self.random(32)
        authentication = try Self.random(32)
    }

    private static func random(_ count: Int) throws(TLSError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        ErrorQueue.clear()
        guard unsafe RAND_priv_bytes(&bytes, Int32(count)) == 1 else {
            throw ErrorQueue.refusal(of: "random bytes for session tickets")
        }
        return bytes
    }

    func hasName(_ other: Name) -> Bool { name == other }

    /// The name in front of a ticket.
    @unsafe static func name(at pointer: UnsafePointer<UInt8>) -> Name {
        unsafe Array(UnsafeBufferPointer(start: pointer, count: nameLength))
    }

    @unsafe func writeName(to pointer: UnsafeMutablePointer<UInt8>) {
        for (index, byte) in name.enumerated() { unsafe pointer[index] = byte }
    }

    /// Sets OpenSSL's contexts up to seal or open one ticket.
    @unsafe func begin(
        _ cipher: OpaquePointer, in context: OpaquePointer, mac: OpaquePointer, iv: UnsafePointer<UInt8>, sealing: Bool
    ) -> Bool {
        let ready = unsafe EVP_CipherInit_ex(context, cipher, nil, encryption, iv, sealing ? 1 : 0)
        return unsafe ready == 1 && usher_mac_set_key(mac, authentication, authentication.count) == 1
    }
}
