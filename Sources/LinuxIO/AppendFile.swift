internal import CLinux
internal import Glibc

/// A file that is only ever added to, each time at its end as it is then.
package struct AppendFile: ~Copyable, Sendable {
    private let descriptor: Descriptor

    private init(owning number: Int32) { descriptor = Descriptor(owning: number) }

    /// Opens the file, and makes it, readable by owner and group, where there is none.
    package init(path: String) throws(Errno) {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC
        self.init(owning: try retrying { unsafe usher_open(path, flags, 0o640) })
    }

    /// A descriptor of its own for what the process was started with as standard output.
    package static func standardOutput() throws(Errno) -> AppendFile {
        AppendFile(owning: try retrying { usher_fcntl_int(1, F_DUPFD_CLOEXEC, 3) })
    }

    /// Bytes of the file so far; 0 where it has no size.
    package var size: UInt64 {
        var facts = stat()
        return unsafe fstat(descriptor.number, &facts) == 0 ? UInt64(clamping: facts.st_size) : 0
    }

    package var isTerminal: Bool { isatty(descriptor.number) == 1 }

    /// Goes on in the file that now has this path, which is made where there is none. On an error nothing changes.
    ///
    /// Safe while others append: each call lands wholly in one file or in the other.
    package func reopen(path: String) throws(Errno) {
        let other = try AppendFile(path: path)
        _ = try retrying { usher_replace(other.descriptor.number, descriptor.number) }
    }

    /// Writes from the buffer's front and drops what was written; returns when it is empty.
    package func append(_ buffer: ByteBuffer) throws(Errno) {
        while !buffer.isEmpty {
            let bytes = unsafe buffer.readable
            let count = try retrying { unsafe write(descriptor.number, bytes.baseAddress, bytes.count) }
            guard count > 0 else { throw Errno(EIO) }
            buffer.consume(count)
        }
    }
}

/// Makes the directory that `path` stands in, and those above it; where that fails, using the path will say why.
package func makeDirectories(above path: String) {
    for (index, byte) in zip(path.utf8.indices, path.utf8) where byte == 0x2f && index != path.startIndex {
        _ = unsafe mkdir(String(path[..<index]), 0o755)
    }
}

/// For what has nowhere else to go: says it on the standard error, or, where that fails too, not at all.
package func writeToStandardError(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(2, bytes, bytes.count)
}
