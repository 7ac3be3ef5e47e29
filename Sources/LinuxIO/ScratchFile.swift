internal import CLinux
internal import Glibc

/// A file without a name, gone with its last user; for what is too large for memory. Reading and writing may wait for
/// the disk: never on a loop.
package final class ScratchFile: Sendable {
    private let descriptor: Descriptor

    /// - Parameter directory: where its bytes lie.
    package init(in directory: String = ScratchFile.directory) throws(Errno) {
        descriptor = Descriptor(
            owning: try retrying { unsafe usher_open_scratch(directory) })
    }

    /// `$TMPDIR`, else `/tmp`.
    package static var directory: String { unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp" }

    package func write(_ bytes: [UInt8], at offset: UInt64) throws(Errno) {
        var done = 0
        while done < bytes.count {
            let count = try retrying {
                unsafe bytes.withUnsafeBytes { bytes in
                    unsafe pwrite(
                        descriptor.number, bytes.baseAddress! + done, bytes.count - done, off_t(offset) + off_t(done))
                }
            }
            guard count > 0 else { throw Errno(EIO) }
            done += count
        }
    }

    /// Up to `count` bytes from an offset; fewer only at the end.
    package func read(_ count: Int, at offset: UInt64) throws(Errno) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try retrying {
            unsafe bytes.withUnsafeMutableBytes { bytes in
                unsafe pread(descriptor.number, bytes.baseAddress, bytes.count, off_t(offset))
            }
        }
        bytes.removeLast(count - got)
        return bytes
    }
}
