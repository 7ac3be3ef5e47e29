internal import FuzzDriver
internal import HTTP

/// Types of bodies by their first bytes. Input: a body.
@main enum FuzzSniffedTypes {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        let type = SniffedType.of(bytes)
        FuzzDriver.check(type.contains("/"), "\(type) is no type")
        let more = Array(bytes.prefix(SniffedType.length)) + [0, 1, 2]
        FuzzDriver.check(bytes.count < SniffedType.length || SniffedType.of(more) == type, "more bytes count")
    }
}
