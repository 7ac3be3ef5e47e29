internal import CLinux
internal import Glibc
internal import LinuxIO

/// A store's directory, locked against every other opener until `unlock` or the end of this.
final class StoreDirectory: Sendable {
    let path: String
    /// tmpfs: files are memory.
    let isMemory: Bool
    private let lock: Descriptor

    /// Makes the directory if it is missing, and locks it.
    init(_ path: String) throws(StoreError) {
        if unsafe mkdir(path, 0o700) != 0, Errno.current != Errno(EEXIST) { throw Self.failure(path, .current) }
        let number = unsafe usher_open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        guard number >= 0 else { throw Self.failure(path, .current) }
        let directory = Descriptor(owning: number)
        let type = usher_file_system_type(directory.number)
        if let kind = Self.foreignKind(type) { throw .foreignFileSystem(path: path, kind: kind) }
        lock = try Self.locked(path)
        self.path = path
        isMemory = type == 0x0102_1994
    }

    private static func locked(_ path: String) throws(StoreError) -> Descriptor {
        let number = unsafe usher_open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw failure(path, .current) }
        let lock = Descriptor(owning: number)
        guard usher_lock_file(number) == 0 else {
            if Errno.current == .again { throw .inUse(path: path) }
            throw failure(path, .current)
        }
        return lock
    }

    private static func failure(_ path: String, _ error: Errno) -> StoreError {
        .failed(path: path, reason: error.description)
    }

    /// The name of a file system, by its `statfs` type, on which maps and locks of one machine mean nothing.
    static func foreignKind(_ type: Int64) -> String? {
        switch type {
        case 0x6969: "NFS"
        case 0xff53_4d42, 0xfe53_4d42, 0x517b: "CIFS"
        case 0x0102_1997: "9p"
        case 0x6573_5546: "FUSE"
        case 0x00c3_6400: "Ceph"
        default: nil
        }
    }

    /// Lets others open the store.
    func unlock() { _ = usher_unlock_file(lock.number) }

    var databasePath: String { path + "/cache.mdb" }

    // MARK: Openings that did not end

    private var attemptsPath: String { path + "/opening" }

    /// How often in a row the process died while it opened the database.
    var unfinishedOpenings: Int { size(of: attemptsPath) }

    /// Notes that opening begins: one byte for each attempt.
    func beginOpening() {
        let number = unsafe usher_open(attemptsPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard number >= 0 else { return }
        let file = Descriptor(owning: number)
        let mark: [UInt8] = [1]
        _ = unsafe write(file.number, mark, 1)
    }

    /// Notes that the database was read to its end.
    func endOpening() { unsafe unlink(attemptsPath) }

    // MARK: The database's file

    /// Throws the database away. Unlinked, never truncated: sockets may still hold pages of it.
    func discard() { unsafe unlink(databasePath) }

    /// Bytes of the database's file; 0 when there is none.
    var databaseSize: Int { size(of: databasePath) }

    /// Whether less is free than a large write may need.
    var isDiskFull: Bool {
        var facts = statvfs()
        guard unsafe statvfs(path, &facts) == 0 else { return false }
        return facts.f_bavail * facts.f_frsize < 8 << 20
    }

    private func size(of path: String) -> Int {
        var facts = stat()
        return unsafe stat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }
}
