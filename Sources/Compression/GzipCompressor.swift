internal import CZlib
internal import LinuxIO

/// gzip (RFC 1952) by zlib.
@safe final class GzipCompressor: Compressor {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private static let level: Int32 = 5

    init?() {
        unsafe stream.initialize(to: z_stream())
        guard unsafe usher_gzip_init(stream, Self.level) == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    func compress(_ bytes: RawSpan, into output: ByteBuffer) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            unsafe stream.pointee.next_in = unsafe start?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_in = UInt32(bytes.count)
            return run(Z_NO_FLUSH, output)
        }
    }

    func flush(into output: ByteBuffer) -> Bool { run(Z_SYNC_FLUSH, output) }

    func finish(into output: ByteBuffer) -> Bool { run(Z_FINISH, output) }

    /// Runs until the library leaves room in the output: then it has nothing more to say.
    private func run(_ mode: Int32, _ output: ByteBuffer) -> Bool {
        while true {
            output.reserve(outputStep)
            let room = unsafe output.writable
            unsafe stream.pointee.next_out = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(clamping: room.count)
            let before = unsafe stream.pointee.avail_out
            let result = unsafe deflate(stream, mode)
            let left = unsafe stream.pointee.avail_out
            unsafe output.commit(Int(before - left))
            switch result {
            case Z_OK where left > 0, Z_BUF_ERROR, Z_STREAM_END: return true
            case Z_OK: continue
            default: return false
            }
        }
    }
}
