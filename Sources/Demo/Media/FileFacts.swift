internal import Glibc

/// What the origin says of a regular file.
struct FileFacts: Equatable, Sendable {
    let size: UInt64
    /// Last change, seconds since 1970.
    let modified: Int64
    private let nanoseconds: Int

    init(size: UInt64, modified: Int64, nanoseconds: Int = 0) {
        (self.size, self.modified, self.nanoseconds) = (size, modified, nanoseconds)
    }

    /// Of the file at `path`; nil when there is none, or it is not a regular one.
    init?(path: String) {
        var facts = stat()
        guard unsafe lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(
            size: UInt64(facts.st_size), modified: Int64(facts.st_mtim.tv_sec), nanoseconds: facts.st_mtim.tv_nsec)
    }

    /// A strong validator: another size or time of change gives another one.
    var etag: String {
        let digits = [String(size, radix: 16), String(modified, radix: 16), String(nanoseconds, radix: 16)]
        return "\"\(digits.joined(separator: "-"))\""
    }
}
