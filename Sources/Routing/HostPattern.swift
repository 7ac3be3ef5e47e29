/// The argument of `Host`, normalised: lower case, no trailing dot, no brackets around an IPv6 address.
package enum HostPattern: Sendable, Equatable {
    /// `*`
    case any
    case exact([UInt8])
    /// `*.d`: exactly one label more than these bytes (`d`).
    case below([UInt8])

    /// What no request can have as its host: with a port, a `*` elsewhere than as the whole first label, or a byte
    /// that names have not.
    case never([UInt8])

    /// Nil when it is empty or not ASCII.
    init?(argument: [UInt8]) {
        guard !argument.isEmpty, argument.allSatisfy({ $0 < 128 }) else { return nil }
        var name = argument.map(lowercased)
        if name.last == UInt8(ascii: ".") { name.removeLast() }
        if name == [UInt8(ascii: "*")], argument.count == 1 {
            self = .any
        } else if name.starts(with: "*.".utf8), Self.isName(name[2...]) {
            self = .below(Array(name[2...]))
        } else if name.filter({ $0 == UInt8(ascii: ":") }).count > 1, let address = Self.address(name) {
            self = .exact(address)
        } else {
            self = Self.isName(name[...]) ? .exact(name) : .never(argument)
        }
    }

    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool { !bytes.isEmpty && bytes.allSatisfy(isHostByte) }

    /// An IPv6 address, with or without brackets.
    private static func address(_ name: [UInt8]) -> [UInt8]? {
        let isBracketed = name.first == UInt8(ascii: "[") && name.last == UInt8(ascii: "]")
        let address = isBracketed ? Array(name[1..<(name.count - 1)]) : name
        return address.allSatisfy(isIPv6Byte) ? address : nil
    }
}

func lowercased(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 0x20 : byte }

/// Hexadecimal digits, `:` and `.`.
func isIPv6Byte(_ byte: UInt8) -> Bool { isHexadecimal(byte) || byte == 58 || byte == 46 }

func isHexadecimal(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (byte | 0x20 >= 97 && byte | 0x20 <= 102)
}

/// A byte of a registered name (RFC 3986 §3.2.2): unreserved, percent sign, or sub-delimiter but `*`, which rules use.
func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    // - . _ ~ % ! $ & ' ( ) + , ; =
    case 45, 46, 95, 126, 37, 33, 36, 38...41, 43, 44, 59, 61: true
    default: false
    }
}
