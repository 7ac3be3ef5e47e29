internal import FuzzDriver
internal import TLS

/// The server name of a TLS greeting: nothing is read beside the bytes, and what is found is a name. Input: the extension.
@main enum FuzzServerName {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        guard let host = unsafe bytes.withUnsafeBytes({ unsafe ServerNameField.host(in: $0.bytes) }) else { return }
        FuzzDriver.check(!host.isEmpty && host.utf8.count <= 253 && host == host.lowercased(), "no name: \(host)")
        let written = Array(host.utf8)
        let found = bytes.indices.contains { start in
            bytes[start...].prefix(written.count).map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 } == written
        }
        FuzzDriver.check(found, "not in the input: \(host)")
    }
}
