package import LinuxIO

extension FileProviderSettings {
    /// What of a directory is read, by the ends of names.
    private static let endings = [".yml", ".yaml", ".toml"]

    /// What to watch for changes.
    package var place: WatchedPlace {
        directory.isEmpty ? .file(filename) : .files(below: directory, endings: Self.endings)
    }

    /// Reads all that is there as one tree; nil, beside the problems, when there is nothing to go on with: the one file
    /// is no good, or the directory is not there. Of several files those that are no good stay as they were, or are left
    /// out. Blocks.
    func read(
        environment: [String: String], lastGood: LastGoodFiles
    ) -> (tree: ConfigTree?, problems: [ConfigProblem]) {
        if directory.isEmpty {
            do throws(ConfigProblem) {
                return (try ConfigTree(text: try dynamicText(filename, environment), path: filename), [])
            } catch {
                return (nil, [error])
            }
        }
        let found = FileTree(below: directory, endings: Self.endings)
        var problems = found.unreadable.map { path, reason in
            ConfigProblem(
                .error, at: .file(path: path, line: 0, column: 0), keyPath: "", message: "cannot be read: \(reason)")
        }
        if found.unreadable.contains(where: { $0.path == found.directories[0] }) { return (nil, problems) }
        if !found.isWhole {
            problems.append(
                ConfigProblem(
                    .error, at: .file(path: directory, line: 0, column: 0), keyPath: "",
                    message: "holds too many files, or too deep; the rest is left out"))
        }
        var joined = JoinedFiles(directory: directory)
        var good: [String: String] = [:]
        for path in found.files {
            do throws(ConfigProblem) {
                let text = try dynamicText(path, environment)
                joined.add(try ConfigTree(text: text, path: path))
                good[path] = text
            } catch {
                var problem = error
                if let (text, tree) = lastGood.file(path) {
                    joined.add(tree)
                    good[path] = text
                    problem.message += "; what the file said before stays in use"
                }
                problems.append(problem)
            }
        }
        lastGood.renew(good)
        return (joined.tree, problems + joined.problems)
    }
}

/// The text of a dynamic file, what stands in `{{ }}` filled in.
private func dynamicText(_ path: String, _ environment: [String: String]) throws(ConfigProblem) -> String {
    let text = try readConfigFile(path)
    guard Template.isNeeded(for: text) else { return text }
    let template = try Template(text) { .file(path: path, line: $0, column: $1) }
    return try template.expand(Template.Context(environment: environment))
}

/// The texts of a directory's files when they were last in order, by their paths: a file that is being written, or has
/// become wrong, takes nothing away.
package final class LastGoodFiles: Sendable {
    private let texts = Locked<[String: String]>([:])

    package init() {}

    func file(_ path: String) -> (text: String, tree: ConfigTree)? {
        guard let text = texts.withLock({ $0[path] }), let tree = try? ConfigTree(text: text, path: path) else {
            return nil
        }
        return (text, tree)
    }

    /// Remembers these, and forgets all others.
    func renew(_ good: [String: String]) { texts.withLock { $0 = good } }
}

/// Several dynamic files as one: sections are joined, lists come after each other, and of two objects of one name the
/// first stays.
struct JoinedFiles {
    /// Levels of names that are sections (`http`, and `routers` in it); what is below are objects.
    private static let sectionLevels = 2

    private(set) var tree: ConfigTree
    private(set) var problems: [ConfigProblem] = []
    /// Where each name stands among its siblings, by the path of what it is in.
    private var places: [String: [String: Int]] = [:]

    init(directory: String) { tree = ConfigTree(source: .file(path: directory, line: 0, column: 0)) }

    mutating func add(_ file: ConfigTree) {
        var joined = tree
        tree = ConfigTree(source: tree.source)
        join(file, into: &joined, path: "", level: 0)
        tree = joined
    }

    private mutating func join(_ file: ConfigTree, into section: inout ConfigTree, path: String, level: Int) {
        if let value = file.value { section.value = value }
        if let items = file.items { section.items = (section.items ?? []) + items }
        for entry in file.children {
            let isObject = level == Self.sectionLevels
            let key = isObject ? entry.key : entry.key.lowercased()
            let entryPath = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            guard let place = places[path.lowercased(), default: [:]][key] else {
                places[path.lowercased(), default: [:]][key] = section.children.count
                // Its own entries go in one by one, so that each has its place.
                section.children.append(
                    isObject ? entry : .init(key: entry.key, node: ConfigTree(source: entry.node.source)))
                if !isObject {
                    join(
                        entry.node, into: &section.children[section.children.count - 1].node, path: entryPath,
                        level: level + 1)
                }
                continue
            }
            if isObject {
                problems.append(duplicate(entry, at: entryPath, of: section.children[place].node))
            } else {
                join(entry.node, into: &section.children[place].node, path: entryPath, level: level + 1)
            }
        }
    }

    private func duplicate(_ entry: ConfigTree.Entry, at path: String, of first: ConfigTree) -> ConfigProblem {
        ConfigProblem(
            .warning, at: entry.node.source, keyPath: path,
            message: "\(first.source) has one of that name, which is used; this one is left out")
    }
}
