/// A place in a text, and the small steps from it that every reader of a notation takes.
protocol ByteScanner {
    var bytes: [UInt8] { get }
    /// Of the next byte.
    var offset: Int { get set }
}

extension ByteScanner {
    /// The byte here; nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    var isAtEnd: Bool { offset >= bytes.count }

    /// Whether `text` stands here.
    func sees(_ text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

    /// Goes past `text` where it stands here.
    mutating func skip(_ text: String) -> Bool {
        guard sees(text) else { return false }
        offset += text.utf8.count
        return true
    }

    /// All bytes from here that belong to a word.
    mutating func word(of belongs: (UInt8) -> Bool) -> String {
        let start = offset
        while let byte = next, belongs(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }
}
