internal import CLinux
internal import Glibc

/// A unix socket's place in the file system.
package struct UnixSocketPlace: Sendable {
    package let path: String
    package let address: SocketAddress

    /// Nil when the path is empty or longer than the kernel takes (107 bytes).
    package init?(_ path: String) {
        guard let address = SocketAddress(unixPath: path) else { return nil }
        (self.path, self.address) = (path, address)
    }

    /// Makes the directory where there is none, and takes away the socket of a process that has died.
    ///
    /// - Throws: `Errno.addressInUse` when somebody listens there, `Errno.exists` when something else than a socket is there.
    package func clear() throws(Errno) {
        makeDirectory()
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            let error = Errno.current
            if error.code == ENOENT { return }
            throw error
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .exists }
        if try isAlive() { throw .addressInUse }
        remove()
    }

    /// Takes the socket away.
    package func remove() { _ = unsafe unlink(path) }

    /// For the owner and the group, whatever is above it; where that fails, using it will say why.
    private func makeDirectory() {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let directory = String(path[..<slash])
        makeDirectories(above: directory)
        _ = unsafe mkdir(directory, 0o750)
    }

    private func isAlive() throws(Errno) -> Bool {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let probe = Descriptor(owning: try retrying { socket(AF_UNIX, type, 0) })
        do throws(Errno) {
            _ = try unsafe address.withPointer { (pointer, length) throws(Errno) in
                try retrying { unsafe connect(probe.number, pointer, length) }
            }
            return true
        } catch {
            if error == .connectionRefused { return false }
            // So many wait that one more may not.
            if error == .again { return true }
            throw error
        }
    }
}
