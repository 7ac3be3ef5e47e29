internal import Glibc
internal import LinuxIO

/// Whole files and parts of them, read at once: for the demo's own small files, and to compare with what came.
enum FileBytes {
    /// All of a file, of any length.
    static func whole(_ path: String) throws(DemoFailure) -> [UInt8] {
        let file = try open(path)
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe Glibc.read(file.number, &piece, piece.count)
            guard count >= 0 else { throw DemoFailure("cannot read \(path): \(Errno.current)") }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    /// `range` of a file; shorter where the file ends first.
    static func part(_ path: String, _ range: Range<UInt64>) throws(DemoFailure) -> [UInt8] {
        let file = try open(path)
        let wanted = Int(range.upperBound - range.lowerBound)
        let buffer = ByteBuffer(capacity: max(1, wanted))
        while buffer.count < wanted {
            let count = read(file.number, at: range.lowerBound + UInt64(buffer.count), into: buffer, limit: wanted)
            guard count > 0 else { break }
        }
        return buffer.array
    }

    /// Appends some bytes of an open file to a buffer that has room: how many, 0 at the file's end, -1 on an error.
    static func read(_ file: Int32, at offset: UInt64, into buffer: ByteBuffer, limit: Int) -> Int {
        let space = unsafe buffer.writable
        let count = unsafe pread(file, space.baseAddress, min(space.count, limit), off_t(offset))
        if count > 0 { unsafe buffer.commit(count) }
        return count
    }

    /// Makes a file of `text`, or replaces what is in it.
    static func write(_ text: String, to path: String) throws(DemoFailure) {
        let number = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw DemoFailure("cannot write \(path): \(Errno.current)") }
        let file = Descriptor(owning: number)
        let bytes = Array(text.utf8)
        guard unsafe Glibc.write(file.number, bytes, bytes.count) == bytes.count else {
            throw DemoFailure("cannot write \(path): \(Errno.current)")
        }
    }

    private static func open(_ path: String) throws(DemoFailure) -> Descriptor {
        let number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw DemoFailure("cannot open \(path): \(Errno.current)") }
        return Descriptor(owning: number)
    }
}
