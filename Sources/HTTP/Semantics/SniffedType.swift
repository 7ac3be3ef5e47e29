/// The media type that the beginning of a body stands for, as browsers find it where nothing says what a body is (WHATWG
/// MIME Sniffing), with the signatures and the spelling of Go's servers.
package enum SniffedType {
    /// Bytes that say all there is to be said.
    package static let length = 512

    /// - Parameter bytes: the first bytes of a body, not empty; those beyond `length` do not count.
    package static func of(_ bytes: [UInt8]) -> String {
        let bytes = Array(bytes.prefix(length))
        let text = bytes.drop { [9, 10, 12, 13, 32].contains($0) }
        if isMarkup(text) { return "text/html; charset=utf-8" }
        if text.starts(with: Array("<?xml".utf8)) { return "text/xml; charset=utf-8" }
        if let found = signatures.first(where: { $0.fits(bytes) }) { return found.type }
        if isMP4(bytes) { return "video/mp4" }
        return text.contains(where: isBinary) ? "application/octet-stream" : "text/plain; charset=utf-8"
    }

    // MARK: Texts

    private static let tags = [
        "<!doctype html", "<html", "<head", "<script", "<iframe", "<h1", "<div", "<font", "<table", "<a", "<style",
        "<title", "<b", "<body", "<br", "<p", "<!--",
    ].map { Array($0.utf8) }

    /// Begins with one of the tags, in any case, and a byte that ends it.
    private static func isMarkup(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == UInt8(ascii: "<") else { return false }
        return tags.contains { tag in
            let rest = text.dropFirst(tag.count)
            guard let end = rest.first, end == UInt8(ascii: " ") || end == UInt8(ascii: ">") else { return false }
            return zip(text, tag).allSatisfy { $0 == $1 || ($0 | 0x20 == $1 && $1 >= 97) }
        }
    }

    private static func isBinary(_ byte: UInt8) -> Bool {
        byte <= 8 || byte == 11 || (14...26).contains(byte) || (28...31).contains(byte)
    }

    // MARK: Signatures

    private struct Signature {
        /// Nil stands for any byte.
        let pattern: [UInt8?]
        let type: String

        func fits(_ bytes: [UInt8]) -> Bool {
            bytes.count >= pattern.count && zip(pattern, bytes).allSatisfy { $0 == nil || $0 == $1 }
        }
    }

    private static func any(_ count: Int) -> [UInt8?] { [UInt8?](repeating: nil, count: count) }

    private static func text(_ text: String) -> [UInt8?] { text.utf8.map { $0 } }

    /// No beginning fits two of them, but that of the fonts with the offset, which come late.
    private static let signatures: [Signature] = {
        let chunk = text("RIFF") + any(4)
        let list: [([UInt8?], String)] = [
            (text("%PDF-"), "application/pdf"), (text("%!PS-Adobe-"), "application/postscript"),
            ([0xFE, 0xFF] + any(2), "text/plain; charset=utf-16be"),
            ([0xFF, 0xFE] + any(2), "text/plain; charset=utf-16le"),
            ([0xEF, 0xBB, 0xBF] + any(1), "text/plain; charset=utf-8"),
            ([0, 0, 1, 0], "image/x-icon"), ([0, 0, 2, 0], "image/x-icon"), (text("BM"), "image/bmp"),
            (text("GIF87a"), "image/gif"), (text("GIF89a"), "image/gif"), (chunk + text("WEBPVP"), "image/webp"),
            ([0x89] + text("PNG\r\n") + [0x1A, 10], "image/png"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
            (text("FORM") + any(4) + text("AIFF"), "audio/aiff"), (text("ID3"), "audio/mpeg"),
            (text("OggS\0"), "application/ogg"), (text("MThd") + [0, 0, 0, 6], "audio/midi"),
            (chunk + text("AVI "), "video/avi"), (chunk + text("WAVE"), "audio/wave"),
            ([0x1A, 0x45, 0xDF, 0xA3], "video/webm"), ([0, 1, 0, 0], "font/ttf"), (text("OTTO"), "font/otf"),
            (text("ttcf"), "font/collection"), (text("wOFF"), "font/woff"), (text("wOF2"), "font/woff2"),
            ([0x1F, 0x8B, 8], "application/x-gzip"), (text("PK") + [3, 4], "application/zip"),
            (text("Rar!") + [0x1A, 7, 0], "application/x-rar-compressed"),
            (text("Rar!") + [0x1A, 7, 1, 0], "application/x-rar-compressed"),
            ([0] + text("asm"), "application/wasm"),
            (any(34) + text("LP"), "application/vnd.ms-fontobject"),
        ]
        return list.map { Signature(pattern: $0, type: $1) }
    }()

    /// A first box `ftyp` that is there as a whole and names a brand beginning with `mp4`.
    private static func isMP4(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) else { return false }
        let size = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard size <= bytes.count, size % 4 == 0 else { return false }
        // Behind the first brand stands its version.
        return stride(from: 8, to: size, by: 4).contains { $0 != 12 && bytes[$0..<$0 + 3].elementsEqual("mp4".utf8) }
    }
}
