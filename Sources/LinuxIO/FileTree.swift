internal import CLinux
internal import Glibc

/// The files below a directory, in the order of their names, and the directories they stand in.
///
/// Links to directories are not followed, so that there are no circles. Names that begin with `..` are passed over:
/// where Kubernetes puts a configuration, those hold the files that the links beside them lead to.
package struct FileTree: Sendable, Equatable {
    /// Levels of directories at most; what lies deeper is not seen.
    private static let depthLimit = 16
    /// Files at most; `isWhole` tells whether there were more.
    private static let fileLimit = 10_000

    /// Paths of the files, each beginning with the directory's own.
    package private(set) var files: [String] = []
    /// The directory itself first.
    package private(set) var directories: [String] = []
    /// Directories that could not be read, and why.
    package private(set) var unreadable: [(path: String, reason: Errno)] = []
    package private(set) var isWhole = true

    /// - Parameter endings: of the names of files that count, such as `.yml`.
    package init(below directory: String, endings: [String]) {
        var path = directory
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        add(path, endings, depth: 0)
    }

    private mutating func add(_ directory: String, _ endings: [String], depth: Int) {
        guard depth < Self.depthLimit else {
            isWhole = false
            return
        }
        directories.append(directory)
        let names: [String]
        do throws(Errno) { names = try Self.names(in: directory) } catch {
            unreadable.append((directory, error))
            return
        }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let path = directory == "/" ? "/\(name)" : "\(directory)/\(name)"
            if Self.isDirectory(path) {
                add(path, endings, depth: depth + 1)
            } else if endings.contains(where: name.hasSuffix) {
                guard files.count < Self.fileLimit else {
                    isWhole = false
                    return
                }
                files.append(path)
            }
        }
    }

    /// What stands in a directory, in no order, but for names that begin with `..`.
    static func names(in directory: String) throws(Errno) -> [String] {
        guard let listing = unsafe opendir(directory) else { throw Errno.current }
        defer { unsafe closedir(listing) }
        var names: [String] = []
        while let entry = unsafe readdir(listing) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", !name.hasPrefix("..") { names.append(name) }
        }
        return names
    }

    private static func isDirectory(_ path: String) -> Bool {
        var facts = stat()
        return unsafe lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.files == right.files && left.directories == right.directories && left.isWhole == right.isWhole
            && left.unreadable.map(\.path) == right.unreadable.map(\.path)
    }
}
