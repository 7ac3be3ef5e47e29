internal import COpenSSL

/// Owns an OpenSSL stream over memory.
@safe struct MemoryBIO: ~Copyable {
    let pointer: OpaquePointer

    /// An empty one to write to.
    init() { unsafe pointer = BIO_new(BIO_s_mem())! }

    /// One to read a copy of `bytes` from; at most 2 GiB.
    init(copying bytes: [UInt8]) {
        self.init()
        let written = unsafe BIO_write(pointer, bytes, Int32(bytes.count))
        precondition(Int(written) == bytes.count, "out of memory")
    }

    deinit { unsafe BIO_free(pointer) }

    /// Everything written and not yet read.
    var contents: [UInt8] {
        var start: UnsafePointer<UInt8>?
        let count = unsafe usher_bio_contents(pointer, &start)
        return unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }
}
