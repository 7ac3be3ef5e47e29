internal import CLinux
internal import Glibc
internal import LinuxIO

/// Makes freed runs safe to be written again while sockets still send from them.
///
/// `sendfile` gives a socket references to page-cache pages. Punching the run takes the pages out of the file, and
/// the socket keeps the old ones. But where the kernel caches a file in large folios, one that reaches over the run's
/// edge stays, and the kernel zeroes the part inside: in memory that the socket is sending. So a run is *loosened*
/// first: a write past the page cache (O_DIRECT) of its first and its last page makes the kernel drop the folios there
/// whole. The bytes written are those that stand there, so nothing changes wherever the kernel falls back to an
/// ordinary write.
@safe final class PageRelease: Sendable {
    /// What has to be done to a run on this file system.
    enum Method: Sendable, Equatable {
        /// Loosen, then punch: disks.
        case loosenAndPunch
        /// Punch: tmpfs, where the page cache is the storage.
        case punch
        /// Nothing helps: pages must not be lent to sockets at all.
        case copyOnly
    }

    let method: Method
    private let file: Int32
    private let direct: Int32
    private nonisolated(unsafe) let map: UnsafeRawPointer
    private let pageSize: Int

    /// - Parameters:
    ///   - file: the data file's descriptor; the owner closes it.
    ///   - direct: the same file opened with O_DIRECT; -1 where loosening is not the method.
    ///   - map: where the file's first byte is mapped.
    @unsafe init(method: Method, file: Int32, direct: Int32, map: UnsafeRawPointer, pageSize: Int) {
        self.method = method
        self.file = file
        self.direct = direct
        unsafe self.map = map
        self.pageSize = pageSize
    }

    /// Drops what the page cache holds across the edges of a run that nobody uses and that still exists; false when the
    /// kernel keeps it, and the run must not be freed now.
    func loosen(_ run: PageRun) -> Bool {
        guard method == .loosenAndPunch else { return true }
        return drop(run.first) && drop(run.end - 1)
    }

    /// Takes the pages of a freed run out of the file.
    func punch(_ run: PageRun) throws(Errno) {
        guard method != .copyOnly else { return }
        let (offset, length) = (off_t(run.first * pageSize), off_t(run.count * pageSize))
        _ = try retrying { usher_punch_hole(file, offset, length) }
    }

    private func drop(_ page: Int) -> Bool {
        let offset = off_t(page * pageSize)
        let address = unsafe map + page * pageSize
        for _ in 0..<3 {
            if unsafe usher_is_resident(address, pageSize) == 0 { return true }
            guard rewrite(offset) else { return false }
        }
        return unsafe usher_is_resident(address, pageSize) == 0
    }

    /// Writes a page's own bytes over it, past the page cache.
    private func rewrite(_ offset: off_t) -> Bool {
        let page = UnsafeMutableRawPointer.allocate(byteCount: pageSize, alignment: 4096)
        defer { unsafe page.deallocate() }
        guard unsafe pread(file, page, pageSize, offset) == pageSize else { return false }
        return unsafe pwrite(direct, page, pageSize, offset) == pageSize
    }
}
