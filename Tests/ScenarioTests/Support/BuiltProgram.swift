import Glibc

/// Where the program under test stands: beside the test bundle that is running, unless `USHER_PROGRAM` names another, such
/// as a peer that is said to behave alike.
enum BuiltProgram {
    static let path: String = {
        if let other = unsafe getenv("USHER_PROGRAM") { return unsafe String(cString: other) }
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/exe", &bytes, bytes.count)
        let own = String(decoding: bytes[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return own[..<(own.lastIndex(of: "/") ?? own.startIndex)] + "/usher"
    }()
}
