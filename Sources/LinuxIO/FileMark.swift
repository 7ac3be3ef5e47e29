internal import CLinux
internal import Glibc

/// What tells one state of a file from the next without reading it.
struct FileMark: Equatable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    /// Both times, because copying with `-p` sets the first one back.
    private let modified: [Int]
    private let changed: [Int]

    /// Of the file that the path leads to, through links; nil when it leads nowhere.
    init?(path: String) {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return nil }
        device = UInt64(facts.st_dev)
        inode = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        modified = [facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec]
        changed = [facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec]
    }
}
