/// The bytes that lines are made of.
enum Octet {
    static let lineFeed: UInt8 = 0x0a
    static let escape: UInt8 = 0x1b
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let plus: UInt8 = 0x2b
    static let comma: UInt8 = 0x2c
    static let minus: UInt8 = 0x2d
    static let dot: UInt8 = 0x2e
    static let slash: UInt8 = 0x2f
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3a
    static let equals: UInt8 = 0x3d
    static let upperT: UInt8 = 0x54
    static let upperZ: UInt8 = 0x5a
    static let openBracket: UInt8 = 0x5b
    static let backslash: UInt8 = 0x5c
    static let closeBracket: UInt8 = 0x5d
    static let openBrace: UInt8 = 0x7b
    static let closeBrace: UInt8 = 0x7d
    static let delete: UInt8 = 0x7f
}
