import LinuxIO
import Testing

/// What one process prints; kept when its file goes.
final class Printout: Sendable {
    private let path: String
    private let kept = Locked<String?>(nil)

    init(_ path: String) { self.path = path }

    /// All of it.
    var text: String { kept.withLock { $0 } ?? contents(ofFile: path) }

    /// Its last lines.
    var end: String { text.split(separator: "\n").suffix(30).joined(separator: "\n") }

    /// Remembers the end, for when the file is gone.
    func keep() {
        let end = end
        kept.withLock { $0 = end }
    }
}

/// The printouts of each test's processes, so that its failures can show them.
enum Printouts {
    private static let all = Locked<[Test.ID: [Printout]]>([:])

    static func add(_ printout: Printout) {
        guard let test = Test.current?.id else { return }
        all.withLock { $0[test, default: []].append(printout) }
    }

    static var ofCurrentTest: [Printout] { Test.current.map { test in all.withLock { $0[test.id] ?? [] } } ?? [] }
}

extension Trait where Self == IssueHandlingTrait {
    /// Shows with each failure what usher printed.
    static var usherLog: Self {
        .compactMapIssues { issue in
            var issue = issue
            issue.comments += Printouts.ofCurrentTest.map { Comment(rawValue: "usher printed:\n\($0.end)") }
            return issue
        }
    }
}
