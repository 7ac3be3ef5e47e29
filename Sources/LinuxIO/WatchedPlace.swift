internal import Glibc

/// What a watcher looks at: one file, or all files of some kind below a directory.
package enum WatchedPlace: Sendable {
    /// A file, not a directory; it need not exist yet.
    case file(String)
    /// A directory with those below it; only files whose names have one of the endings count.
    case files(below: String, endings: [String])

    /// The state of all that is watched; nil when the file, or the directory, is not there.
    func mark() -> PlaceMark? {
        switch self {
        case .file(let path): return FileMark(path: path).map { PlaceMark(files: [path: $0]) }
        case .files(let directory, let endings):
            guard FileMark(path: directory) != nil else { return nil }
            var mark = PlaceMark(files: [:])
            for path in FileTree(below: directory, endings: endings).files { mark.files[path] = FileMark(path: path) }
            return mark
        }
    }

    /// The directories in which a change may make `mark` another one, and whether those are all that there are.
    func directories() -> (paths: Set<String>, isComplete: Bool) {
        switch self {
        case .file(let path):
            guard let real = Self.realPath(path) else { return ([Self.directory(of: path)], false) }
            return ([Self.directory(of: path), Self.directory(of: real)], true)
        case .files(let directory, let endings):
            let tree = FileTree(below: directory, endings: endings)
            // The directory itself may come and go, or be a link that is swapped.
            var paths = Set(tree.directories + [Self.directory(of: tree.directories[0])])
            for file in tree.files { if let real = Self.realPath(file) { paths.insert(Self.directory(of: real)) } }
            return (paths, tree.isWhole && tree.unreadable.isEmpty)
        }
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// What tells one state of a place from the next without reading its files.
struct PlaceMark: Equatable, Sendable {
    var files: [String: FileMark]
}
