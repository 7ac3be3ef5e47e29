import Testing

@testable import HTTP

@Suite struct SniffedTypeTests {
    @Test(arguments: [
        ("\n  <!DOCTYPE html>", "text/html; charset=utf-8"), ("<hTmL >", "text/html; charset=utf-8"),
        ("<b>x", "text/html; charset=utf-8"), ("<!-- x", "text/html; charset=utf-8"),
        ("<html", "text/plain; charset=utf-8"), ("<blink>", "text/plain; charset=utf-8"),
        ("\t<?xml version='1.0'?>", "text/xml; charset=utf-8"), ("{\"a\": 1}", "text/plain; charset=utf-8"),
        ("%PDF-1.4", "application/pdf"), ("%!PS-Adobe-3", "application/postscript"), ("GIF89a...", "image/gif"),
        ("RIFF1234WEBPVP8", "image/webp"), ("RIFF1234WAVEfmt", "audio/wave"), ("RIFF1234AVI LIST", "video/avi"),
        ("OggS\0", "application/ogg"), ("ID3\u{4}", "audio/mpeg"), ("wOF2", "font/woff2"), ("BM", "image/bmp"),
        ("PK\u{3}\u{4}", "application/zip"), ("Rar!\u{1A}\u{7}\0", "application/x-rar-compressed"),
        ("\0asm\u{1}", "application/wasm"), ("\0\0\0\u{18}ftypmp42\0\0\0\0isommp42", "video/mp4"),
        ("\0\0\0\u{14}ftypisom\0\0\u{2}\0avc1", "application/octet-stream"),
        ("\0\0\0\u{7F}ftypmp42", "application/octet-stream"), ("a\u{1}b", "application/octet-stream"),
        ("a\u{1B}b", "text/plain; charset=utf-8"), ("   ", "text/plain; charset=utf-8"),
    ])
    func typesAreFoundByTheirBeginnings(text: String, type: String) {
        #expect(SniffedType.of(Array(text.utf8)) == type)
    }

    @Test(
        arguments: [
            ([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10], "image/png"), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
            ([0xFF, 0xFE, 0x41, 0], "text/plain; charset=utf-16le"),
            ([0xFE, 0xFF, 0, 0x41], "text/plain; charset=utf-16be"),
            ([0x1F, 0x8B, 8, 0], "application/x-gzip"), ([0x1A, 0x45, 0xDF, 0xA3], "video/webm"),
            ([UInt8](repeating: 9, count: 34) + [0x4C, 0x50], "application/vnd.ms-fontobject"),
            ([UInt8](repeating: 65, count: 512) + [0], "text/plain; charset=utf-8"),
        ] as [([UInt8], String)])
    func bytesAreFound(bytes: [UInt8], type: String) {
        #expect(SniffedType.of(bytes) == type)
    }
}
