internal import CLinux
internal import Glibc

/// Gives a file another name; what had that name is gone.
package func renameFile(_ path: String, to other: String) throws(Errno) {
    _ = try retrying { unsafe rename(path, other) }
}

package func removeFile(_ path: String) throws(Errno) { _ = try retrying { unsafe unlink(path) } }

/// What stands in a directory, in no order, but for names that begin with `..`.
package func namesOfFiles(in directory: String) throws(Errno) -> [String] { try FileTree.names(in: directory) }

/// When a file was last written to; nil when there is none.
package func lastChange(of path: String) -> WallTime? {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { return nil }
    return WallTime(seconds: Int64(facts.st_mtim.tv_sec), nanoseconds: Int32(facts.st_mtim.tv_nsec))
}

/// A file that is read from its beginning to its end. Waits for the disk.
package struct InputFile: ~Copyable {
    private let descriptor: Descriptor

    package init(path: String) throws(Errno) {
        descriptor = Descriptor(owning: try retrying { unsafe usher_open(path, O_RDONLY | O_CLOEXEC, 0) })
    }

    /// The next bytes, `count` at most; none at the end.
    package func read(_ count: Int) throws(Errno) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try retrying {
            unsafe bytes.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor.number, bytes.baseAddress, bytes.count)
            }
        }
        bytes.removeLast(count - got)
        return bytes
    }
}
