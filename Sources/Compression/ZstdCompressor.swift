internal import CZstd
internal import LinuxIO

/// Zstandard (RFC 8878).
@safe final class ZstdCompressor: Compressor {
    private let context: OpaquePointer
    private static let level: Int32 = 3
    /// Bits of the window: 128 KiB.
    private static let window: Int32 = 17

    init?() {
        guard let made = unsafe ZSTD_createCCtx() else { return nil }
        unsafe context = made
        _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Self.level)
        _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, Self.window)
    }

    deinit { _ = unsafe ZSTD_freeCCtx(context) }

    func compress(_ bytes: RawSpan, into output: ByteBuffer) -> Bool {
        unsafe bytes.withUnsafeBytes { unsafe run(ZSTD_e_continue, $0, output) }
    }

    func flush(into output: ByteBuffer) -> Bool {
        unsafe run(ZSTD_e_flush, UnsafeRawBufferPointer(start: nil, count: 0), output)
    }

    func finish(into output: ByteBuffer) -> Bool {
        unsafe run(ZSTD_e_end, UnsafeRawBufferPointer(start: nil, count: 0), output)
    }

    private func run(_ mode: ZSTD_EndDirective, _ bytes: UnsafeRawBufferPointer, _ output: ByteBuffer) -> Bool {
        var input = unsafe ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
        while true {
            output.reserve(outputStep)
            let writable = unsafe output.writable
            var room = unsafe ZSTD_outBuffer(dst: writable.baseAddress, size: writable.count, pos: 0)
            let left = unsafe ZSTD_compressStream2(context, &room, &input, mode)
            guard ZSTD_isError(left) == 0 else { return false }
            unsafe output.commit(room.pos)
            let isDone = unsafe mode == ZSTD_e_continue ? input.pos == input.size : left == 0
            if isDone { return true }
        }
    }
}
