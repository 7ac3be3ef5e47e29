internal import FuzzDriver

/// Messages of HTTP/1 read whole and in pieces, and written anew.
///
/// Input: a byte of flags (bit 0: responses; the others: the request's method), how many piece lengths follow, those,
/// then the connection's bytes.
@main enum FuzzHTTP1 {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let flags = input.byte()
        let pieces = (0..<input.byte() % 8).map { _ in Int(input.byte() % 32) + 1 }
        let wire = Array(input.rest)
        let whole = read(wire, pieces: [], flags)
        let split = read(wire, pieces: pieces, flags)
        FuzzDriver.check(whole == split, "whole: \(whole)\npieces: \(split)")
    }

    private static func read(_ wire: [UInt8], pieces: [Int], _ flags: UInt8) -> Transcript {
        var connection = WireReader(wire, pieces: pieces)
        return flags & 1 == 0 ? connection.requests() : connection.responses(to: flags >> 1)
    }
}
