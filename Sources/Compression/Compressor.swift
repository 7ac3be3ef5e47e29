package import LinuxIO

/// Compresses one body, piece by piece; made for streams on a loop: small windows, quick levels.
package protocol Compressor: AnyObject {
    /// Takes bytes in; what comes of them so far is appended to `output`. False when the library fails.
    func compress(_ bytes: RawSpan, into output: ByteBuffer) -> Bool
    /// Appends all that is still held back, so that a reader has everything that was taken in.
    func flush(into output: ByteBuffer) -> Bool
    /// Appends the end.
    func finish(into output: ByteBuffer) -> Bool
}

/// A compressor for a coding; nil when there is no memory for one.
package func makeCompressor(_ coding: CompressionCoding) -> (any Compressor)? {
    switch coding {
    case .gzip: GzipCompressor()
    case .brotli: BrotliCompressor()
    case .zstd: ZstdCompressor()
    }
}

/// Bytes of room that a library is given at a time.
let outputStep = 16 << 10
