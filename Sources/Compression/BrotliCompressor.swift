internal import CBrotli
internal import LinuxIO

/// Brotli (RFC 7932).
@safe final class BrotliCompressor: Compressor {
    private let state: OpaquePointer
    private static let quality: UInt32 = 4
    /// Bits of the window: 256 KiB.
    private static let window: UInt32 = 18

    init?() {
        guard let made = unsafe BrotliEncoderCreateInstance(nil, nil, nil) else { return nil }
        unsafe state = made
        _ = unsafe BrotliEncoderSetParameter(state, BROTLI_PARAM_QUALITY, Self.quality)
        _ = unsafe BrotliEncoderSetParameter(state, BROTLI_PARAM_LGWIN, Self.window)
    }

    deinit { unsafe BrotliEncoderDestroyInstance(state) }

    func compress(_ bytes: RawSpan, into output: ByteBuffer) -> Bool {
        unsafe bytes.withUnsafeBytes { unsafe run(BROTLI_OPERATION_PROCESS, $0, output) }
    }

    func flush(into output: ByteBuffer) -> Bool {
        unsafe run(BROTLI_OPERATION_FLUSH, UnsafeRawBufferPointer(start: nil, count: 0), output)
    }

    func finish(into output: ByteBuffer) -> Bool {
        unsafe run(BROTLI_OPERATION_FINISH, UnsafeRawBufferPointer(start: nil, count: 0), output)
    }

    private func run(
        _ operation: BrotliEncoderOperation, _ bytes: UnsafeRawBufferPointer, _ output: ByteBuffer
    ) -> Bool {
        var next = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        var available = bytes.count
        repeat {
            output.reserve(outputStep)
            let writable = unsafe output.writable
            var place = unsafe writable.baseAddress?.assumingMemoryBound(to: UInt8.self)
            var room = writable.count
            guard
                unsafe BrotliEncoderCompressStream(state, operation, &available, &next, &room, &place, nil) != 0
            else { return false }
            unsafe output.commit(writable.count - room)
        } while unsafe available > 0 || BrotliEncoderHasMoreOutput(state) != 0
        return true
    }
}
